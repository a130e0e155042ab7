// SPDX-License-Identifier: Apache-2.0

import Documents
import StrategyKit
import TradingModel

/// Reads `protections`.
struct ProtectionReader {
  private let field: String
  private let node: Node
  private let members: [Node.Member]

  private static let common = [
    "method", "stop_duration", "stop_duration_candles", "unlock_at", "lookback_period", "lookback_period_candles",
  ]
  private static let methods: [String: [String]] = [
    "CooldownPeriod": [],
    "StoplossGuard": ["trade_limit", "only_per_pair", "only_per_side", "required_profit"],
    "MaxDrawdown": ["trade_limit", "max_allowed_drawdown", "calculation_mode"],
    "LowProfitPairs": ["trade_limit", "required_profit", "only_per_side"],
  ]

  static func read(_ node: Node, _ reader: inout FileReader) -> [Protection] {
    let what = "protections are a list such as [{ method: CooldownPeriod, stop_duration_candles: 3 }]"
    let elements = reader.list(node, "protections", most: FileParts.protectionsMax, whatItIs: what)
    return elements.enumerated().compactMap { index, element in
      let field = "protections[\(index)]"
      let names = methods.keys.sorted()
      guard let method = element["method"]?.string, let own = methods[method] else {
        let given = element["method"]?.string ?? ""
        let hint = NameSuggestion.closest(to: given, among: names).map { "; did you mean '\($0)'?" } ?? ""
        let place = element["method"] ?? element
        reader.fail(place, "\(field).method", "this is one of \(names.joined(separator: ", "))\(hint)")
        return nil
      }
      let what = "a protection is a mapping"
      guard let members = reader.members(element, field, keys: common + own, whatItIs: what) else { return nil }
      return ProtectionReader(field: field, node: element, members: members).protection(method, &reader)
    }
  }

  private func node(_ key: String) -> Node? { members.first { $0.key == key }?.value }

  private func path(_ key: String) -> String { "\(field).\(key)" }

  private func whole(_ key: String, _ least: Int, _ reader: inout FileReader) -> Int? {
    node(key).flatMap { reader.whole($0, path(key), least...1_000_000) }
  }

  private func flag(_ key: String, _ reader: inout FileReader) -> Bool {
    node(key).flatMap { reader.bool($0, path(key)) } ?? false
  }

  private func ratio(_ key: String, from least: Fixed, _ reader: inout FileReader) -> Ratio {
    node(key).flatMap { reader.decimal($0, path(key), from: least, to: 1000) }.map(Ratio.init) ?? .zero
  }

  private func protection(_ method: String, _ reader: inout FileReader) -> Protection {
    let kind: Protection.Method
    switch method {
    case "StoplossGuard":
      _ = flag("only_per_side", &reader)
      kind = .stoplossGuard(
        tradeLimit: whole("trade_limit", 1, &reader) ?? 10, onlyPerPair: flag("only_per_pair", &reader),
        requiredProfit: ratio("required_profit", from: -1, &reader))
    case "MaxDrawdown":
      kind = .maxDrawdown(
        tradeLimit: whole("trade_limit", 1, &reader) ?? 1,
        maxAllowedDrawdown: ratio("max_allowed_drawdown", from: 0, &reader), isOfEquity: isOfEquity(&reader))
    case "LowProfitPairs":
      _ = flag("only_per_side", &reader)
      kind = .lowProfitPairs(
        tradeLimit: whole("trade_limit", 1, &reader) ?? 1,
        requiredProfit: ratio("required_profit", from: -1, &reader))
    default: kind = .cooldownPeriod
    }
    return Protection(method: kind, lookback: span("lookback_period", &reader) ?? .minutes(60), stop: stop(&reader))
  }

  private func isOfEquity(_ reader: inout FileReader) -> Bool {
    guard let mode = node("calculation_mode") else { return false }
    if mode.string != "ratios", mode.string != "equity" {
      reader.fail(mode, path("calculation_mode"), "this is ratios or equity")
    }
    return mode.string == "equity"
  }

  /// A span in minutes or in candles, of which a file gives one.
  private func span(_ key: String, _ reader: inout FileReader) -> Protection.Span? {
    let candles = whole("\(key)_candles", 1, &reader)
    let minutes = whole(key, 1, &reader)
    if node(key) != nil, let twice = node("\(key)_candles") {
      reader.fail(twice, path("\(key)_candles"), "either \(key) or \(key)_candles is given, not both")
    }
    return candles.map { .candles($0) } ?? minutes.map { .minutes($0) }
  }

  private func stop(_ reader: inout FileReader) -> Protection.Stop {
    let lasting = span("stop_duration", &reader)
    guard let time = node("unlock_at") else { return .lasting(lasting ?? .minutes(60)) }
    if lasting != nil {
      reader.fail(time, path("unlock_at"), "either a stop_duration or unlock_at is given, not both")
    }
    let parts = (time.string ?? "").split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(parts[0]),
      let minute = Int(parts[1]), (0...23).contains(hour), (0...59).contains(minute)
    else {
      reader.fail(time, path("unlock_at"), "this is a time of day in UTC, in quotes: \"16:00\"")
      return .lasting(.minutes(60))
    }
    return .untilMinuteOfDay(hour * 60 + minute)
  }
}
