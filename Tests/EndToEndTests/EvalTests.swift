// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@Suite struct `botd strategies eval` {
  /// What Freqtrade and TA-Lib made of the real candles, beside the checkout.
  private static let oracle = repository.deletingLastPathComponent().appending(
    path: "shared/oracle/indicators_ETH_BTC-5m.csv.gz")
  private static let candles = ReplayScene.realFolder.appending(path: "ETH_BTC-5m.csv.gz")
  private static let isPossible = [oracle, candles].allSatisfy { FileManager.default.fileExists(atPath: $0.path) }

  private static func strategy(_ name: String) -> String {
    repository.appending(path: "strategies/\(name).yaml").path
  }

  /// The columns of a CSV by name.
  private struct Table {
    let columns: [String: [String]]

    init(_ text: String) {
      let rows = text.split(separator: "\n").map { line in
        line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
      var columns: [String: [String]] = [:]
      for (place, name) in rows[0].enumerated() { columns[name] = rows.dropFirst().map { $0[place] } }
      self.columns = columns
    }

    func column(_ name: String) throws -> [String] { try #require(columns[name], "there is no column \(name)") }
    func numbers(_ name: String) throws -> [Double?] { try column(name).map { Double($0) } }
  }

  private static func unpacked(_ file: URL) throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", file.path]
    process.standardOutput = pipe
    try process.run()
    defer { process.waitUntilExit() }
    return String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
  }

  private func table(_ arguments: String..., in folder: Folder) async throws -> Table {
    let outcome = try await Program("botd", ["strategies", "eval"] + arguments, in: folder).waitForEnd()
    try #require(outcome.status == 0, "\(outcome.output.prefix(2000))")
    return Table(outcome.output)
  }

  private func expectNear(_ left: [Double?], _ right: [Double?], within tolerance: Double) {
    #expect(left.count == right.count)
    let wrong = zip(left, right).enumerated().first { _, pair in
      switch pair {
      case (nil, nil): false
      case (let one?, let other?): abs(one - other) > tolerance * max(abs(other), 1e-3)
      default: true
      }
    }
    #expect(wrong == nil, "\(wrong.map { "row \($0.offset): \($0.element)" } ?? "")")
  }

  // MARK: Beside the oracle

  @Test(.enabled(if: isPossible, "the oracle's columns are not beside the checkout"))
  func `says of ema-rsi what the oracle says`() async throws {
    let folder = try Folder()
    let shipped = try String(contentsOfFile: Self.strategy("ema-rsi"), encoding: .utf8)
    // The oracle's rule to leave by asks for more than the shipped one.
    let leaving = "ema12 < ema26 and ema12[1] >= ema26[1] and rsi > 30 and volume > 0"
    let text = shipped.replacing("when: crosses_below(ema12, ema26)", with: "when: \(leaving)")
    try #require(text != shipped)
    try folder.write(text, to: "ema-rsi.yaml")
    let own = try await table("./ema-rsi.yaml", "--candles", Self.candles.path, in: folder)
    let oracle = Table(try Self.unpacked(Self.oracle))
    #expect(try own.column("open_time_ms") == oracle.column("open_time_ms"))
    for name in ["ema12", "ema26"] { #expect(try own.numbers(name) == oracle.numbers(name), "\(name)") }
    expectNear(try own.numbers("rsi"), try oracle.numbers("rsi14"), within: 1e-9)
    #expect(try own.column("enter") == oracle.column("ema_enter"))
    #expect(try own.column("exit") == oracle.column("ema_exit"))
    for (side, tag) in [("enter", "ema_up"), ("exit", "ema_down")] {
      #expect(try own.column("\(side)_tag") == own.column(side).map { $0 == "1" ? tag : "" })
    }
    // Fifty whole hours after one of which only the last candle is there.
    #expect(try own.numbers("trend").firstIndex { $0 != nil } == 50 * 12)
  }

  @Test(.enabled(if: isPossible, "the oracle's columns are not beside the checkout"))
  func `says of boll-rsi what the oracle says`() async throws {
    let own = try await table(Self.strategy("boll-rsi"), "--candles", Self.candles.path, in: Folder())
    let oracle = Table(try Self.unpacked(Self.oracle))
    for name in ["lower", "middle", "upper"] {
      expectNear(try own.numbers("bb.\(name)"), try oracle.numbers("bb_\(name)"), within: 1e-9)
    }
    expectNear(try own.numbers("rsi"), try oracle.numbers("rsi14"), within: 1e-9)
    #expect(try own.column("enter") == oracle.column("boll_enter"))
    #expect(try own.column("exit") == oracle.column("boll_exit"))
  }

  // MARK: Any candles

  /// A plain file of candles whose closes go up and down.
  private func write(_ name: String, _ folder: Folder, count: Int = 400, every step: Int = 900_000) throws {
    let rows = (0..<count).map { index in
      let close = 100 + Double((index * index) % 37) / 2
      return "\(1_772_409_600_000 + index * step),100,\(close + 1),99,\(close),\(index % 7)"
    }
    try folder.write((["open_time_ms,open,high,low,close,volume"] + rows).joined(separator: "\n"), to: name)
  }

  @Test func `knows files of the folder and built-in strategies by name, and takes parameters`() async throws {
    let folder = try Folder()
    try write("c.csv", folder)
    try folder.write(
      "name: above\ntimeframe: 15m\nparameters:\n  n: { default: 110, min: 1, max: 200 }\nindicators:\n  up: close > n\n"
        + "  far: close[3]\nenter: [{ when: up, tag: 'a, \"b\"' }]\n", to: "strategies/above.yaml")
    let own = try await table("above", "--candles", "c.csv", "--param", "n=100", in: folder)
    #expect(try own.column("up").prefix(3) == ["0", "1", "1"])
    #expect(try own.column("far").prefix(4) == ["", "", "", "100.0"])
    let outcome = try await run("botd", "strategies", "eval", "above", "--candles", "c.csv", in: folder)
    #expect(outcome.output.contains(",1,0,\"a, \"\"b\"\"\",\n"))
    let builtIn = try await table("rsi-mean-reversion", "--candles", "c.csv", "--param", "period=3", in: folder)
    #expect(try builtIn.column("enter").count == 400)
    #expect(try builtIn.column("enter").contains("1"))
  }

  @Test func `reads other pairs where their candles are given, and asks for them where not`() async throws {
    let folder = try Folder()
    try write("c.csv", folder)
    try write("b.csv", folder, count: 1200, every: 300_000)
    let file = Self.strategy("stronger-than-btc")
    let asked = try await run("botd", "strategies", "eval", file, "--candles", "c.csv", in: folder)
    #expect(asked.status == 64)
    let words = "reads BTC/USDT in candles of 15m; give them, or smaller ones: --candles-of BTC/USDT=FILE.csv"
    #expect(asked.output.contains(words))
    let own = try await table(file, "--candles", "c.csv", "--candles-of", "BTC/USDT=b.csv", in: folder)
    #expect(try own.numbers("bitcoin").firstIndex { $0 != nil } == 96)
  }

  @Test func `names every fault of a file with its place, with exit code 78`() async throws {
    let folder = try Folder()
    try write("c.csv", folder)
    try folder.write("name: a\ntimeframe: 15m\nenter:\n  - when: emma(close, 3) > 1\nstoploss: 3\n", to: "a.yaml")
    let outcome = try await run("botd", "strategies", "eval", "a.yaml", "--candles", "c.csv", in: folder)
    #expect(outcome.status == 78)
    #expect(outcome.output.contains("a.yaml:4:11: enter[0].when: there is no function or indicator 'emma'"))
    #expect(outcome.output.contains("a.yaml:5:"))
    try folder.write("name: [\n", to: "b.yaml")
    let malformed = try await run("botd", "strategies", "eval", "b.yaml", "--candles", "c.csv", in: folder)
    #expect(malformed.status == 78)
    #expect(malformed.output.hasPrefix("b.yaml:"))
  }

  @Test(arguments: [
    (["emma-crossover", "--candles", "c.csv"], "did you mean 'ema-crossover'?"),
    (["none.yaml", "--candles", "c.csv"], "none.yaml: the file can't be read"),
    (["macd"], "Missing expected argument '--candles"),
    (["macd", "--candles", "none.csv"], "none.csv: the file can't be read"),
    (["macd", "--candles", "bad.csv"], "bad.csv, line 1: a row has 6 fields"),
    (["macd", "--candles", "twice.csv"], "doesn't come after the one before it"),
    (["macd", "--candles", "c.csv", "--param", "fast"], "write it like --param rsi_max=65"),
    (["macd", "--candles", "c.csv", "--param", "fist=3"], "fist"),
    (["macd", "--candles", "c.csv", "--candles-of", "x.csv"], "write it like --candles-of BTC/USDT="),
    (["FILE", "--candles", "c.csv"], "c.csv has candles of 15m, and "),
  ])
  func `says what is wrong with its arguments, with exit code 64`(arguments: [String], words: String) async throws {
    let folder = try Folder()
    try write("c.csv", folder)
    try folder.write("nothing\n", to: "bad.csv")
    try folder.write("1000,1,1,1,1,1\n1000,1,1,1,1,1\n", to: "twice.csv")
    let given = arguments.map { $0 == "FILE" ? Self.strategy("ema-rsi") : $0 }
    let outcome = try await Program("botd", ["strategies", "eval"] + given, in: folder).waitForEnd()
    #expect(outcome.status == 64, "\(outcome.output)")
    #expect(outcome.output.contains(words), "\(outcome.output)")
  }
}
