// SPDX-License-Identifier: Apache-2.0

import Foundation
import Strategies
import StrategyKit
import Testing

/// Every built-in strategy has its page, and the page says what is so.
@Suite struct StrategyPageTests {
  private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "docs/strategies")

  private func page(_ name: String) throws -> String {
    try String(contentsOf: Self.folder.appending(path: name + ".md"), encoding: .utf8)
  }

  @Test(arguments: BuiltInStrategies.all.map(\.name))
  func `names each parameter with its default, the warm-up and an example`(name: String) throws {
    let definition = try BuiltInStrategies.definition(named: name)
    let page = try page(name)
    #expect(page.hasPrefix("# \(name)\n"))
    for parameter in definition.parameters {
      #expect(page.contains("| `\(parameter.name)` | \(parameter.defaultValue) |"), "\(parameter.name)")
      if let minimum = parameter.minimum, let maximum = parameter.maximum {
        #expect(page.contains("| \(minimum) to \(maximum)"), "\(parameter.name)")
      }
    }
    for heading in ["Idea", "Rule", "Parameters", "Warm-up", "Where it works, and where it fails", "Example"] {
      #expect(page.contains("\n## \(heading)\n"), "\(heading)")
    }
    let warmUp = definition.make(try definition.values()).warmUp
    let forms = ["\(warmUp) by default", "\n\(warmUp) candles"] + (warmUp == 20 ? ["`period` candles"] : [])
    #expect(forms.contains(where: page.contains), "\(warmUp)")
    #expect(page.contains("botctl create ") && page.contains("--strategy \(name) "))
  }

  @Test(arguments: BuiltInStrategies.all.map(\.name))
  func `names the tags that its signals have`(name: String) throws {
    let definition = try BuiltInStrategies.definition(named: name)
    let strategy = definition.make(try definition.values())
    let tags = try MadeUpMarket.lively.flatMap { try heard(of: strategy, on: $0.bars) }.map(\.tag)
    let page = try page(name)
    #expect(Set(tags).allSatisfy { page.contains("tag `\($0)`") || page.contains("tag\n  `\($0)`") })
  }

  @Test func `the index leads to every page`() throws {
    let index = try page("README")
    for name in BuiltInStrategies.all.map(\.name) { #expect(index.contains("[\(name)](\(name).md)"), "\(name)") }
  }
}
