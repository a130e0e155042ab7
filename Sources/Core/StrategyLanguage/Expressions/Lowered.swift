// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// What kind of value an expression has.
enum ValueKind: String {
  case number
  case condition
  case duration
  case text

  /// "a number".
  var words: String { "a \(rawValue)" }
}

/// What an expression came to.
struct Lowered {
  let kind: ValueKind
  let form: Form

  enum Form {
    /// Known without any candle. A duration is in milliseconds, a condition is 1 or 0.
    case constant(Double)
    /// A node of the graph.
    case node(Int)
    case text(String)
    /// The tag with which the trade was entered.
    case tag
    /// An indicator with several results, of which one is still to be named.
    case bundle(Bundle)
    /// Something is wrong with it, and it was said.
    case failed
  }

  /// An indicator with several results.
  struct Bundle {
    let name: String
    let outputs: [String]
    let node: Int
    /// Whether it is of another series, whose last candle counts.
    let isOfInput: Bool
  }

  static let failed = Lowered(kind: .number, form: .failed)

  static func number(_ value: Double) -> Lowered { Lowered(kind: .number, form: .constant(value)) }

  static func condition(_ value: Bool) -> Lowered { Lowered(kind: .condition, form: .constant(value ? 1 : 0)) }

  var hasFailed: Bool {
    if case .failed = form { true } else { false }
  }

  var constant: Double? {
    if case .constant(let value) = form { value } else { nil }
  }
}

/// Where an expression stands, which decides what it may name.
enum Scope {
  /// Indicators, `enter` and `exit`: candles only.
  case candles
  /// `custom_exit`, `custom_stoploss`, `adjust_position`: the trade too.
  case trade
  /// `entry_price`, `exit_price`: the trade and the proposed price too.
  case price
}

/// The candles that a plan needs beside the bot's own.
public struct PlanInput: Hashable, Sendable {
  /// Their pair, or nil for the bot's own.
  public let pair: Pair?
  /// Their timeframe: the plan's or a larger one.
  public let timeframe: Timeframe

  /// As it is written after `on`.
  var words: String { (pair.map { "\($0) " } ?? "") + timeframe.text }
}
