// SPDX-License-Identifier: Apache-2.0
import Documents
import Foundation
import Indicators
import StrategyKit
import Testing
import YAMLDocuments

@testable import StrategyLanguage

/// Whether the long versions are asked for.
private let isLong = ProcessInfo.processInfo.environment["BOTYARD_LONG_TESTS"] != nil

/// Makes texts and trees that are nearly right, or not at all.
private struct Nonsense {
  var dice: Dice

  static let expressions = [
    "ema12 > ema26 and ema12[1] <= ema26[1] and rsi < rsi_max and volume > 0", "crosses_below(ema(close, 12), x)",
    "if trade.profit > 0.02 then -0.015 else -0.05", "close < bb.lower and rsi(close, 14) < 30 and volume > 0",
    "trade.age >= 45m and trade.profit < -0.005", "trade.tag == 'dip' or trade.exits == 0", "proposed * 0.996",
    "ema(close, 50) on 1h", "rsi(hl2, 14) on BTC/USDT 4h", "happened(close > high[1], 5) and not held(x > 1, 3)",
    "bars_since(crosses(close, open), 50) < 5", "nz(close[7], open) % 3 + pow(close, 0.5) / 0", "adx(14).plus",
    "rising(close, 3) and falling(volume, 2)", "min(close, open, 3) - max(1e3, -2.5e-2) * clamp(x, 0, 1)",
    "90s + 2h * 3 > 1d", "change(close, 10) / sign(log(exp(sqrt(abs(low)))))", "highest(high, 20)[1] < close",
  ]

  static let pieces = [
    "close", "open", "volume", "hl2", "x", "y", "rsi", "trade", "trade.profit", "trade.tag", "rate", "proposed", "ema(",
    "rsi(", "atr(", "macd(", "correlation(", "vwma(", "abs(", "min(", "crosses(", "rising(", "happened(", "bars_since(",
    "(", ")", "[", "]", ",", ".", "+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "and", "or", "not", "if",
    "then", "else", "on", "1h", "5m", "1M", "BTC/USDT", "1", "0", "2", "14", "1000", "1e308", "9223372036854775808",
    "0.5", "45m", "'a'", "\"b\"", "true", "false", "_", "\u{1F600}", "ä", "=", "&", "\n", "\t", "\0", "'", "\"", "1e",
  ]

  mutating func expression() -> String {
    switch dice.below(8) {
    case 0: return (0..<dice.below(40)).map { _ in piece() }.joined(separator: " ")
    case 1: return (0..<dice.below(40)).map { _ in piece() }.joined()
    case 2:
      return String(decoding: (0..<dice.below(60)).map { _ in UInt8(truncatingIfNeeded: dice.next()) }, as: UTF8.self)
    case 3:
      let repeated = piece() + (dice.below(2) == 0 ? " " : "")
      return String(repeating: repeated, count: 1 << dice.below(12)) + piece()
    case 4: return "(\(known())) \(["+", "-", "<", "and", "or", "/"][dice.below(6)]) (\(known()))"
    default: return mutated(known())
    }
  }

  private mutating func known() -> String { Self.expressions[dice.below(Self.expressions.count)] }

  private mutating func piece() -> String { Self.pieces[dice.below(Self.pieces.count)] }

  mutating func mutated(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    for _ in 0..<(1 + dice.below(3)) {
      let place = dice.below(scalars.count + 1)
      switch dice.below(4) {
      case 0 where place < scalars.count: scalars.remove(at: place)
      case 1: scalars.insert(contentsOf: piece().unicodeScalars, at: place)
      case 2 where place < scalars.count: scalars[place] = Unicode.Scalar(UInt8(32 + dice.below(96)))
      default:
        let other = known().unicodeScalars
        scalars.replaceSubrange(place..<min(scalars.count, place + dice.below(9)), with: other.prefix(dice.below(20)))
      }
    }
    return String(String.UnicodeScalarView(scalars))
  }

  /// A file around expressions of which some are nonsense.
  mutating func file() -> Node {
    func rule(_ when: String) -> Node { ["when": .string(when), "tag": "t"] }
    let kinds: [(String) -> Node] = [
      { ["enter": [rule($0)]] }, { ["enter": [rule("x > y")], "indicators": ["x": .string($0), "y": "close"]] },
      { ["enter": [rule("x > 1")], "indicators": ["y": .string($0), "x": "ema(y, n) + y[1]"]] },
      { ["enter": [rule("true")], "custom_exit": [rule($0)], "custom_stoploss": .string($0)] },
      { ["enter": [rule("true")], "entry_price": .string($0), "exit": [rule($0)], "exit_price": .string($0)] },
      { ["enter": [rule("true")], "adjust_position": ["rules": [["when": "true", "add": .string($0)]]]] },
    ]
    var members = kinds[dice.below(kinds.count)](expression()).object ?? []
    members += Node(dictionaryLiteral: ("name", "fuzz"), ("timeframe", "5m")).object ?? []
    members += Node(dictionaryLiteral: ("parameters", ["n": ["default": 5, "min": 2, "max": 9]])).object ?? []
    return .object(members)
  }

  /// A tree in which something is exchanged, doubled or gone.
  mutating func mutated(_ node: Node, depth: Int = 0) -> Node {
    if dice.below(6) == 0 { return value() }
    switch node.content {
    case .object(var members) where !members.isEmpty:
      let place = dice.below(members.count)
      switch dice.below(8) {
      case 0: members.remove(at: place)
      case 1: members.append(members[place])
      case 2: members[place].key = FileKeys.all[dice.below(FileKeys.all.count)]
      case 3: members[place].key = mutated(members[place].key)
      default: members[place].value = mutated(members[place].value, depth: depth + 1)
      }
      return .object(members)
    case .array(var elements) where !elements.isEmpty:
      let place = dice.below(elements.count)
      elements[place] = mutated(elements[place], depth: depth + 1)
      return .array(elements)
    case .string(let text): return .string(mutated(text))
    default: return value()
    }
  }

  private mutating func value() -> Node {
    switch dice.below(8) {
    case 0: return .null
    case 1: return .bool(dice.below(2) == 0)
    case 2: return .number(Int64(bitPattern: dice.next()) >> Int64(dice.below(64)))
    case 3: return .number(Double(bitPattern: dice.next()))
    case 4: return .array([])
    case 5: return .object([])
    case 6: return .number(NumberText("1e\(dice.below(400))") ?? NumberText(1))
    default: return .string(expression())
    }
  }
}

@Suite struct `Whatever a file says` {
  private static let bars = [
    Bar(openTime: 0, open: 1, high: 2, low: 0.5, close: 1.5, volume: 10),
    Bar(openTime: 300_000, open: 1e308, high: 1e308, low: 1e-308, close: 1e308, volume: 0),
    Bar(openTime: 3_600_000, open: 0, high: 0, low: 0, close: 0, volume: 1e308),
  ]

  /// How many inputs each of the workers gets.
  private static let count = isLong ? 2_500_000 : 25_000

  /// Takes a tree through checker, compiler and three candles.
  private static func run(_ node: Node) {
    guard let file = try? StrategyFile.read(node), let plan = try? file.plan(["n": 3]) else { return }
    var run = plan.start()
    for bar in bars {
      for input in plan.inputs.indices { run.take(bar, of: input) }
      let row = run.update(bar)
      #expect(row.values.allSatisfy { $0.isFinite || $0.isNaN })
      let trade = TradeContext(rate: bar.close, proposed: bar.open, profit: 0.01, ageMilliseconds: 5, tag: "dip")
      _ = plan.trade.customExit(row, trade)
      _ = plan.trade.customStoploss(row, trade)
      _ = plan.trade.adjustment(row, trade)
      _ = plan.trade.entryPrice(row, trade)
      _ = plan.trade.exitPrice(row, trade)
    }
  }

  @Test(arguments: 0..<4)
  func `is answered by a plan or by faults`(worker: Int) throws {
    let files = try [Fixtures.emaRSI, Fixtures.bollRSI].map { try YAMLParser().parse($0) }
    var nonsense = Nonsense(dice: Dice(seed: UInt64(worker)))
    for _ in 0..<Self.count {
      switch nonsense.dice.below(8) {
      case 0:
        var node = files[nonsense.dice.below(2)]
        for _ in 0..<(1 + nonsense.dice.below(4)) { node = nonsense.mutated(node) }
        Self.run(node)
      case 1 where nonsense.dice.below(10) == 0:
        let text = nonsense.mutated(nonsense.dice.below(2) == 0 ? Fixtures.emaRSI : Fixtures.bollRSI)
        guard let node = try? YAMLParser().parse(text) else { continue }
        _ = try? StrategyFile.read(node, source: text)
      default: Self.run(nonsense.file())
      }
    }
  }

  @Test func `names that use names grow no faster than the file`() throws {
    // Written out, the last one would have 2¹⁰⁰ operands.
    var lines = ["a0: close"]
    for index in 1...100 { lines.append("a\(index): a\(index - 1) + a\(index - 1)") }
    let plan = try Fixtures.file(Fixtures.file(x: "a100", indicators: lines)).plan()
    #expect(plan.series[0].steps.count == 100)
    let row = plan.run(over: Fixtures.bars([1])).row(0)
    #expect(row.values[0] == 0x1p100)
    // On another series too, where they are looked up from the last to the first.
    let other = Fixtures.faults(Fixtures.file(x: "a100 on 1h", indicators: lines))
    #expect(other.isEmpty)
  }

  @Test func `a chain of names as long as can be needs no deep stack`() {
    var lines = ["a0: close"]
    for index in 1..<199 {
      lines.append(
        "a\(index): " + (0..<60).map { "(\($0) + " }.joined() + "a\(index - 1)" + String(repeating: ")", count: 60))
    }
    #expect(Fixtures.faults(Fixtures.file(x: "a198", indicators: lines)).count <= 1)
    #expect(
      Fixtures.faults(Fixtures.file(x: "a198 on 1h", indicators: lines)).contains { $0.contains("nest too deeply") })
  }
}
