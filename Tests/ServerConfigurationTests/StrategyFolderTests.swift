// SPDX-License-Identifier: Apache-2.0

import ControlAPI
import Documents
import Foundation
import MarketData
import ServerConfiguration
import StrategyKit
import Testing

@Suite struct StrategyFolderTests {
  private static let good = """
    timeframe: 5m
    enter:
      - when: close < close[6] * 0.985
        tag: dip
    """

  /// The folder of files that a test writes, while it looks at it.
  private func inFolder(_ files: [String: String], _ body: (StrategyFolder) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "botyard-strategies-\(UUID())").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    for (name, text) in files { try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8) }
    try body(StrategyFolder(path: path, taken: ["macd"]))
  }

  @Test func `reads every file by name, and leaves other files alone`() throws {
    try inFolder([
      "b.yaml": "name: b\n" + Self.good, "a.yml": "name: a\n" + Self.good, "notes.txt": "no", ".c.yaml": "{",
    ]) { folder in
      let content = folder.load()
      #expect(content.faults == [])
      #expect(content.strategies.map(\.name) == ["a", "b"])
      #expect(content.strategies.allSatisfy { $0.source == .file && $0.timeframe == .fiveMinutes })
    }
  }

  @Test func `a fault names file, line and column, and the good files are there all the same`() throws {
    try inFolder([
      "a.yaml": "name: a\n" + Self.good, "b.yaml": "name: b\ntimeframe: 5m\nenter:\n  - when: clos > 1\n    tag: x\n",
    ]) { folder in
      let content = folder.load()
      #expect(content.strategies.map(\.name) == ["a"])
      #expect(content.faults.map { $0.description.hasPrefix(folder.path + "/b.yaml:4:11: enter[0].when: ") } == [true])
      #expect(content.faults.first?.message.contains("close") == true)
    }
  }

  @Test func `a name stands in one file, and is not one of the program's`() throws {
    try inFolder([
      "a.yaml": "name: dip\n" + Self.good, "b.yaml": "name: dip\n" + Self.good, "c.yaml": "name: macd\n" + Self.good,
      "d.yaml": "name: reload\n" + Self.good,
    ]) { folder in
      let content = folder.load()
      #expect(content.strategies.map(\.name) == ["dip"])
      #expect(
        content.faults.map(\.description) == [
          "\(folder.path)/b.yaml: name: the strategy 'dip' is in \(folder.path)/a.yaml already",
          "\(folder.path)/c.yaml: name: a strategy that comes with the program is called 'macd'; choose another name",
          "\(folder.path)/d.yaml: name: 'reload' has another meaning in the API; choose another name",
        ])
    }
  }

  @Test func `a folder that is not there has no files`() {
    let content = StrategyFolder(path: "/nowhere/strategies", taken: []).load()
    #expect(content.strategies.isEmpty && content.faults.isEmpty)
  }

  @Test func `brackets within braces are told to be put in quotes`() {
    let text = "name: a\ntimeframe: 5m\nenter: [{ when: close < close[6] * 0.985, tag: dip }]\n"
    let found = StrategyFolder(path: ".", taken: []).check(text)
    #expect(found.strategy == nil)
    #expect(found.faults.first?.message.hasSuffix("an expression with [ ] or a comma must stand in quotes") == true)
    #expect(found.faults.first?.position?.line == 3)
  }

  @Test func `a text in order has a strategy and a warm-up`() {
    let found = StrategyFolder(path: ".", taken: []).check("name: a\n" + Self.good)
    #expect(found.faults == [])
    #expect(found.strategy?.name == "a")
    #expect(found.warmUp == 7)
  }
}
