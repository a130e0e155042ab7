// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import RiskRules
public import TradingModel

/// Orders on paper, filled by what others really trade: a pure function of the orders and the trades by venue time.
///
/// - A market order, and the part of a limit order that could be matched when it was placed, takes what is traded from
///   the first trade at or after its placement: a buy at the ask, a sale at the bid. A trade shows one side of the
///   book; the other is a spread away.
/// - A resting limit order is filled at its price once somebody trades beyond it: with others before it in the queue,
///   a trade at its price is not enough.
/// - No trade fills more of an order than its own quantity; orders don't take it from one another. Where nobody trades,
///   nothing is filled.
/// - The fee is taken in the quote asset on both sides.
public struct PaperBook: Sendable {
  /// What is taken of a fill's value.
  public let feeRate: Ratio

  private let instrument: @Sendable (Pair) -> InstrumentRules?
  private var resting: [Pair: [PaperOrder]] = [:]
  private var spreads: [Pair: Price] = [:]
  private var lastPrices: [Pair: Price] = [:]

  private struct PaperOrder: Sendable {
    let id: ClientOrderID
    let terms: OrderTerms
    let placedAt: Instant
    var remaining: Quantity
    /// Whether it rests: it has seen a trade that it could not be matched with.
    var isMaker: Bool
  }

  /// A book without orders.
  ///
  /// - Parameters:
  ///   - feeRate: what is taken of a fill's value, 0 or above.
  ///   - instrument: the venue's rules for a pair as they are now.
  public init(feeRate: Ratio, instrument: @escaping @Sendable (Pair) -> InstrumentRules?) {
    self.feeRate = feeRate
    self.instrument = instrument
  }

  /// Takes a request and answers at once.
  public mutating func send(_ request: OrderRequest, at now: Instant) -> [OrderEvent] {
    switch request {
    case .place(let order, let id): [place(order.terms, as: id, at: now)]
    case .cancel(let id, let pair): [cancel(id, of: pair, at: now)]
    case .query(let id, let pair): [query(id, of: pair, at: now)]
    }
  }

  /// Fills orders by a trade that somebody made.
  public mutating func observe(_ trade: PublicTrade, of pair: Pair) -> [OrderEvent] {
    lastPrices[pair] = trade.price
    // Taken out while it changes, so that it is not copied.
    guard var orders = resting.removeValue(forKey: pair) else { return [] }
    var events: [OrderEvent] = []
    for index in orders.indices where orders[index].placedAt <= trade.time {
      if let event = fill(&orders[index], by: trade, of: pair) { events.append(event) }
    }
    orders.removeAll { $0.remaining <= .zero }
    if !orders.isEmpty { resting[pair] = orders }
    return events
  }

  /// Sees how far apart the best prices are.
  public mutating func observe(_ quote: Quote, of pair: Pair) {
    spreads[pair] = quote.spread
  }

  /// Takes orders that rest according to a journal. What it has of them already gives way: a fill that nobody kept
  /// never happened.
  public mutating func restore(_ orders: [Order]) {
    for order in orders where order.status == .open || order.status == .partiallyFilled {
      resting[order.terms.pair]?.removeAll { $0.id == order.clientOrderID }
      resting[order.terms.pair, default: []].append(
        PaperOrder(
          id: order.clientOrderID, terms: order.terms, placedAt: order.createdAt, remaining: order.remaining,
          isMaker: order.terms.kind != .market))
    }
  }

  private mutating func place(_ terms: OrderTerms, as id: ClientOrderID, at now: Instant) -> OrderEvent {
    guard let rules = instrument(terms.pair) else {
      return OrderEvent(order: id, report: .refused(reason: "Invalid symbol."), time: now)
    }
    if holds(id, of: terms.pair) { return accepted(id, at: now) }
    // A limit is judged as near or far, and a market order's value, by the last price that was traded.
    if let violation = rules.violation(of: terms, reference: lastPrices[terms.pair]) {
      return OrderEvent(order: id, report: .refused(reason: violation.description), time: now)
    }
    resting[terms.pair, default: []].append(
      PaperOrder(id: id, terms: terms, placedAt: now, remaining: terms.quantity, isMaker: false))
    return accepted(id, at: now)
  }

  /// Takes an order back. One that isn't there has ended, and that is the answer: nobody waits for it for ever.
  private mutating func cancel(_ id: ClientOrderID, of pair: Pair, at now: Instant) -> OrderEvent {
    resting[pair]?.removeAll { $0.id == id }
    return OrderEvent(order: id, report: .canceled(reason: "canceled"), time: now)
  }

  private func query(_ id: ClientOrderID, of pair: Pair, at now: Instant) -> OrderEvent {
    guard holds(id, of: pair) else {
      return OrderEvent(order: id, report: .refused(reason: "Order does not exist."), time: now)
    }
    return accepted(id, at: now)
  }

  private func holds(_ id: ClientOrderID, of pair: Pair) -> Bool {
    resting[pair]?.contains { $0.id == id } == true
  }

  private func accepted(_ id: ClientOrderID, at now: Instant) -> OrderEvent {
    OrderEvent(order: id, report: .accepted(exchangeOrderID: "paper-\(id.sequence)"), time: now)
  }

  private func fill(_ order: inout PaperOrder, by trade: PublicTrade, of pair: Pair) -> OrderEvent? {
    guard let price = fillPrice(of: order, by: trade, of: pair) else {
      order.isMaker = true
      return nil
    }
    let quantity = min(order.remaining, trade.quantity)
    guard quantity > .zero, let value = try? price.times(quantity, rounding: .halfEven),
      let fee = try? value.times(feeRate, rounding: .up)
    else { return nil }
    order.remaining = order.remaining - quantity
    let report = OrderEvent.Report.filled(
      id: FillID("paper-\(trade.id)"), price: price, quantity: quantity, fee: fee)
    return OrderEvent(order: order.id, report: report, time: trade.time)
  }

  private func fillPrice(of order: PaperOrder, by trade: PublicTrade, of pair: Pair) -> Price? {
    if order.isMaker, let limit = order.terms.kind.limitPrice {
      let isBeyond = order.terms.side == .buy ? trade.price < limit : trade.price > limit
      return isBeyond ? limit : nil
    }
    let taken = takerPrice(order.terms.side, at: trade, of: pair)
    guard let limit = order.terms.kind.limitPrice else { return taken }
    return (order.terms.side == .buy ? taken <= limit : taken >= limit) ? taken : nil
  }

  /// The price for whoever takes: the ask for a buy, the bid for a sale.
  private func takerPrice(_ side: Side, at trade: PublicTrade, of pair: Pair) -> Price {
    let spread = spreads[pair] ?? instrument(pair)?.price.tick ?? .zero
    switch side {
    case .buy: return trade.isBuyerMaker ? Price(trade.price.value + spread.value) : trade.price
    case .sell:
      let bid = trade.isBuyerMaker ? trade.price : Price(trade.price.value - spread.value)
      return bid > .zero ? bid : trade.price
    }
  }
}
