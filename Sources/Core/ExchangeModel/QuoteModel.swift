// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// The best prices of a book of which only the trades are known.
public struct QuoteModel: Sendable {
  private let tick: Fixed
  private let step: Fixed
  private let spreadTicks: Int
  private let usualSpreadTicks: Int

  /// The book of a pair with a constant spread, 1 tick or more.
  public init(rules: InstrumentRules, spreadTicks: Int) {
    self.init(rules: rules, spreadTicks: spreadTicks, usualSpreadTicks: spreadTicks)
  }

  /// The book of a pair for a time at which the best prices are further apart than usual, or less far.
  ///
  /// Where they are further apart there is less at them.
  ///
  /// - Parameters:
  ///   - spreadTicks: how far, 1 tick or more.
  ///   - usualSpreadTicks: how far they usually are, 1 tick or more.
  public init(rules: InstrumentRules, spreadTicks: Int, usualSpreadTicks: Int) {
    precondition(spreadTicks >= 1 && usualSpreadTicks >= 1, "the best prices differ by a tick")
    tick = rules.price.tick.value
    step = rules.lot.step.value
    self.spreadTicks = spreadTicks
    self.usualSpreadTicks = usualSpreadTicks
  }

  /// The best prices after a trade. Where the buyer was maker its price is the bid, else the ask; the quantities are a
  /// function of the trade's number.
  public func quote(after trade: PublicTrade) -> Quote {
    let spread = Fixed(units: tick.units * Int128(spreadTicks))
    var noise = SeededNoise(0).key("book").key(trade.id)
    let (bidQuantity, askQuantity) = (quantity(near: trade, &noise), quantity(near: trade, &noise))
    if trade.isBuyerMaker {
      return Quote(
        bid: trade.price, bidQuantity: bidQuantity, ask: Price(trade.price.value + spread), askQuantity: askQuantity)
    }
    let bid = max(trade.price.value - spread, min(tick, trade.price.value))
    return Quote(bid: Price(bid), bidQuantity: bidQuantity, ask: trade.price, askQuantity: askQuantity)
  }

  /// A half to eight times what was traded at the usual spread, on the step.
  private func quantity(near trade: PublicTrade, _ noise: inout SeededNoise) -> Quantity {
    let usual = trade.quantity.value.units * Int128(32 + noise.below(480)) / 64
    let units = usual * Int128(usualSpreadTicks) / Int128(spreadTicks)
    return Quantity(max(Fixed(units: units).rounded(toMultipleOf: step, .down), step))
  }
}
