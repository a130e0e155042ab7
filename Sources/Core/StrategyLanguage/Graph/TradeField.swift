// SPDX-License-Identifier: Apache-2.0

import StrategyKit

/// A number of a trade that rules can read.
enum TradeField: String, Hashable, CaseIterable, Sendable {
  case profit, age, entries, exits, stake, amount
  case openRate = "open_rate"
  case stopLoss = "stop_loss"
  case maxRate = "max_rate"
  case minRate = "min_rate"
  /// The price in question, written without `trade.`.
  case rate
  /// The price that would be taken without the rule, written without `trade.`.
  case proposed

  /// Those that are written `trade.name`.
  static let ofTrade = allCases.filter { $0 != .rate && $0 != .proposed }

  /// All names that may follow `trade.`.
  static let names = ofTrade.map(\.rawValue) + ["tag"]
}

extension TradeContext {
  func value(_ field: TradeField) -> Double {
    switch field {
    case .profit: profit
    case .age: Double(ageMilliseconds)
    case .entries: Double(entries)
    case .exits: Double(exits)
    case .stake: stake
    case .amount: amount
    case .openRate: openRate
    case .stopLoss: stopLoss
    case .maxRate: maxRate
    case .minRate: minRate
    case .rate: rate
    case .proposed: proposed
    }
  }
}
