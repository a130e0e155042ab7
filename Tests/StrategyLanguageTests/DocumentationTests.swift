// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import StrategyLanguage

@Suite struct `The page on strategy files` {
  private static let page: String = {
    let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    let page = folder.appending(path: "../../docs/STRATEGY-FILES.md").standardizedFileURL
    return (try? String(contentsOf: page, encoding: .utf8)) ?? ""
  }()

  /// The rows of its tables, each with its cells.
  private static let rows: [[String]] = page.split(separator: "\n").filter { $0.hasPrefix("|") }.map { line in
    line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  @Test func `shows files that can be loaded`() throws {
    let blocks = Self.page.components(separatedBy: "```yaml\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    #expect(!blocks.isEmpty)
    for block in blocks { #expect(Fixtures.faults(block) == []) }
  }

  @Test(arguments: FileKeys.all) func `names every key`(key: String) {
    #expect(Self.rows.contains { $0.first == "`\(key)`" })
  }

  @Test(arguments: BuiltInFunction.allCases) func `names every function`(function: BuiltInFunction) {
    #expect(Self.rows.contains { $0.first?.contains("`\(function.rawValue)(") == true })
  }

  @Test(arguments: TradeField.names) func `names every figure of a trade`(name: String) {
    let written = name == "rate" || name == "proposed" ? name : "trade.\(name)"
    #expect(Self.rows.contains { $0.first?.contains("`\(written)`") == true })
  }

  @Test func `tells what is said to what people trip over`() throws {
    let start = try #require(Self.rows.firstIndex { $0.last == "what is said" })
    let rows = Self.rows[(start + 2)...]
    #expect(rows.count == 8)
    for row in rows {
      let expression = row[0].components(separatedBy: "`")[1]
      let text = Fixtures.file(x: "\"\(expression)\"", indicators: ["a: close > 1", "b: open > 1"])
      #expect(Fixtures.faults(text).contains { $0.contains(row[1]) }, "\(expression)")
    }
  }

  @Test func `tells the limits that are kept`() {
    let limits = [
      ExpressionLimits.characters, ExpressionLimits.nesting, ExpressionLimits.height, ExpressionLimits.lookBack,
      FileParts.parametersMax, FileParts.indicatorsMax, FileParts.rulesMax, FileParts.protectionsMax, Graph.nodesMax,
      Graph.keptMax, Compiler.inputsMax, StrategyFileFaults.most, StrategyFile.startupCandlesMax,
    ]
    for limit in limits {
      let digits = limit < 1000 ? "\(limit)" : "\(limit / 1000),\(String("\(limit % 1000 + 1000)".dropFirst()))"
      #expect(Self.page.contains(digits), "\(digits)")
    }
  }
}
