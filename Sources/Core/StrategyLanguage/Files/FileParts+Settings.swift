// SPDX-License-Identifier: Apache-2.0

import Documents
import StrategyKit
import TradingModel

extension FileParts {
  mutating func readSetting(_ key: String, _ node: Node, _ reader: inout FileReader) {
    switch key {
    case "use_exit_signal": settings.useExitSignal = reader.bool(node, key) ?? true
    case "exit_profit_only": settings.exitProfitOnly = reader.bool(node, key) ?? false
    case "exit_profit_offset":
      if let value = reader.decimal(node, key, from: -1, to: 1000) { settings.exitProfitOffset = Ratio(value) }
    case "ignore_roi_if_entry_signal": settings.ignoreROIIfEntrySignal = reader.bool(node, key) ?? false
    case "ignore_buying_expired_candle_after":
      settings.entrySignalSeconds = reader.whole(node, key, 0...100_000_000)
    case "unfilledtimeout": readTimeout(node, &reader)
    case "order_types": readOrderTypes(node, &reader)
    // The others are read with the exit rules.
    default: break
    }
  }

  private mutating func readTimeout(_ node: Node, _ reader: inout FileReader) {
    let field = "unfilledtimeout"
    let keys = ["entry", "exit", "exit_timeout_count", "unit"]
    let what = "unfilledtimeout is a mapping such as { entry: 10, exit: 10, unit: minutes }"
    guard let members = reader.members(node, field, keys: keys, whatItIs: what) else { return }
    var timeout = StrategySettings.UnfilledTimeout()
    var secondsPerUnit = 60
    for member in members where member.key == "unit" {
      switch member.value.string {
      case "minutes": secondsPerUnit = 60
      case "seconds": secondsPerUnit = 1
      default: reader.fail(member.value, "\(field).unit", "this is minutes or seconds")
      }
    }
    for member in members {
      let path = "\(field).\(member.key)"
      switch member.key {
      case "entry": timeout.entrySeconds = reader.whole(member.value, path, 0...1_000_000).map { $0 * secondsPerUnit }
      case "exit": timeout.exitSeconds = reader.whole(member.value, path, 0...1_000_000).map { $0 * secondsPerUnit }
      case "exit_timeout_count": timeout.exitTimeoutCount = reader.whole(member.value, path, 0...1000) ?? 0
      default: break
      }
    }
    settings.unfilledTimeout = timeout
  }

  private mutating func readOrderTypes(_ node: Node, _ reader: inout FileReader) {
    let what = "order_types is a mapping such as { entry: limit, exit: market }"
    guard let members = reader.members(node, "order_types", keys: ["entry", "exit"], whatItIs: what) else { return }
    for member in members {
      var isMarket: Bool?
      switch member.value.string {
      case "limit": isMarket = false
      case "market": isMarket = true
      default: reader.fail(member.value, "order_types.\(member.key)", "this is limit or market")
      }
      if member.key == "entry" { settings.entersAtMarket = isMarket } else { settings.exitsAtMarket = isMarket }
    }
  }
}
