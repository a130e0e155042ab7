// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import RiskRules
public import TradingModel

/// Where a bot's orders go. A bot can't tell which world stands behind it.
///
/// Nothing here waits: what is known at once is returned, the rest arrives later as order events. A request is made
/// only after what it does is on disk.
public protocol Exchange: Sendable {
  /// What the exchange takes of an order's value at most.
  var feeRate: Ratio { get }

  /// Sends a request; `now` is the venue's time of the decision behind it.
  mutating func send(_ request: OrderRequest, at now: Instant) -> [OrderEvent]

  /// Sees a public trade before the bots do; an exchange on paper fills resting orders by it.
  mutating func observe(_ trade: PublicTrade, of pair: Pair) -> [OrderEvent]

  /// Sees the best prices.
  mutating func observe(_ quote: Quote, of pair: Pair)

  /// Takes orders that rest according to the journal, each as it stands there, whatever was known of it before: after a
  /// restart, and when a bot is brought up again.
  mutating func restore(_ orders: [Order])
}
