// SPDX-License-Identifier: Apache-2.0

import BotModel
import Ports
import TradingModel

/// A bot's past: trades that were opened and closed, with their orders and fills.
struct ClosedTrades {
  let record: BotRecord
  let epoch: UInt32
  let count: Int

  private static let feeRate = Ratio(Fixed(units: Fixed.unitsPerOne / 1000))
  private static let millisecondsApart: Int64 = 600_000

  /// Everything that a journal keeps of them, oldest trade first.
  func entries() throws -> [JournalEntry] {
    var generator = SplitMix(seed: UInt64(record.number.value))
    var ledger = BotLedger(initial: record.settings.dryRunWallet, at: record.createdAt)
    return try (0..<count).map { index in
      let opening = Price(Fixed(Int.random(in: 90...110, using: &generator)))
      let change = Ratio(Fixed(units: Int128(Int.random(in: -30...32, using: &generator)) * Fixed.unitsPerOne / 1000))
      let closing = try opening.shifted(by: change, rounding: .halfEven)
      return try entry(index, from: opening, to: closing, &ledger)
    }
  }

  private func entry(
    _ index: Int, from opening: Price, to closing: Price, _ ledger: inout BotLedger
  ) throws -> JournalEntry {
    let openedAt = record.createdAt.advanced(byMilliseconds: Int64(index) * Self.millisecondsApart)
    let closedAt = openedAt.advanced(byMilliseconds: Self.millisecondsApart / 2)
    let buy = try leg(.buy, of: index, at: opening, openedAt)
    let sell = try leg(.sell, of: index, at: closing, closedAt)
    var trade = Trade(
      id: TradeID(Int64(3 * index + 1)), pair: buy.order.terms.pair, enterTag: "ema_up", openedAt: openedAt,
      entered: buy.turnover, exited: sell.turnover, highestPrice: max(opening, closing),
      lowestPrice: min(opening, closing))
    let profit = try trade.profit(at: closing, fee: Self.feeRate)
    trade.closing = Trade.Closing(
      closedAt: closedAt, reason: "ema_down", profit: profit.amount, profitRatio: profit.ratio)
    ledger.book(.buy, cost: buy.turnover.cost, fee: buy.turnover.fee)
    ledger.book(.sell, cost: sell.turnover.cost, fee: sell.turnover.fee)
    ledger.close(profit: profit.amount, at: closedAt)
    return JournalEntry(
      bot: record.number, name: record.settings.name, time: closedAt,
      changes: [
        .order(buy.order), .fill(buy.fill), .order(sell.order), .fill(sell.fill), .trade(trade), .ledger(ledger),
      ])
  }

  private struct Leg {
    let order: Order
    let fill: Fill
    let turnover: Trade.Turnover
  }

  /// One filled order of a trade; numbers come in threes: trade, buy, sell.
  private func leg(_ side: Side, of index: Int, at price: Price, _ time: Instant) throws -> Leg {
    let quantity = Quantity(.one)
    let cost = try price.times(quantity, rounding: .halfEven)
    let fee = try cost.times(Self.feeRate, rounding: .halfEven)
    let id = OrderID(Int64(3 * index + (side == .buy ? 2 : 3)))
    let pairs = record.settings.pairs
    let order = Order(
      id: id, clientOrderID: ClientOrderID(epoch: epoch, bot: record.number, sequence: id.value),
      trade: TradeID(Int64(3 * index + 1)), purpose: side == .buy ? .entry : .exit,
      terms: OrderTerms(pair: pairs[index % pairs.count], side: side, kind: .market, quantity: quantity),
      reason: side == .buy ? "ema_up" : "ema_down", createdAt: time)
    let progress = Order.Progress(
      status: .filled, exchangeOrderID: "paper-\(id.value)", filled: quantity, cost: cost, fee: fee, updatedAt: time)
    return Leg(
      order: order.restored(progress),
      fill: Fill(id: FillID("paper-\(id.value)"), order: id, price: price, quantity: quantity, fee: fee, time: time),
      turnover: Trade.Turnover(quantity: quantity, cost: cost, fee: fee))
  }
}
