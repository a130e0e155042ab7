// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import Testing
import TradingModel

@testable import TestKit

/// Three accounts that ask a venue for anything at all, on two pairs whose market moves by chance.
struct RandomVenue {
  var venue = TradingVenueModel(
    VenueSettings(orderLimits: [VenueOrderLimit(40, per: 10, .second), VenueOrderLimit(1200, per: 1, .day)]))
  var markets: [Pair: PairMarket] = [:]
  /// The trade that was last told, where the last deed told one.
  private(set) var lastTrade: (pair: Pair, quantity: Quantity)?

  private let accounts = [1, 2, 3].map { VenueAccountID($0) }
  private let pairs: [Pair]
  private let funds: [Asset: Fixed]
  private var centers: [Pair: Int] = [:]
  private var generator: SplitMix
  private var now: Int64 = 1_000_000
  private var trades: Int64 = 0
  private var names = 0

  init(seed: UInt64) throws {
    generator = SplitMix(seed: seed)
    pairs = try [pair("BTC/USDT"), pair("BNB/BTC")]
    let (first, second) = (pairs[0], pairs[1])
    funds = [first.quote: Fixed(30_000), first.base: Fixed(40), second.base: Fixed(300)]
    for (id, index) in zip(accounts, 0...) {
      let rates = VenueCommissionRates(maker: Ratio(try fixed("0.00075")), taker: Ratio(try fixed("0.00123")))
      venue.open(
        VenueAccount(
          id: id, funds: funds, commission: rates, usesDiscount: index == 1, tradeGroup: index == 0 ? nil : 5))
    }
    for pair in pairs { try move(pair) }
  }

  /// Does anything, and says what.
  mutating func act() throws -> String {
    lastTrade = nil
    now += Int64(below(400))
    let (id, pair) = (accounts[below(3)], pairs[below(2)])
    guard let market = markets[pair] else { return "" }
    let time = Instant(milliseconds: now)
    switch below(100) {
    case 0..<34: return try trade(pair)
    case 34..<66:
      let order = order(on: pair)
      return "\(order)\n" + attempt { venue in _ = try venue.place(order, by: id, at: time, in: market) }
    case 66..<77:
      let list = list(on: pair)
      return "\(list)\n" + attempt { venue in _ = try venue.place(list, by: id, at: time, in: market) }
    case 77..<86:
      let cancel = cancel(of: id, on: pair)
      return "\(cancel)\n"
        + attempt { venue in _ = try venue.cancel(cancel, by: id, at: time, status: market.rules.status) }
    case 86..<92:
      let replace = VenueReplaceRequest(
        cancel: cancel(of: id, on: pair), order: order(on: pair), mode: flip() ? .allowFailure : .stopOnFailure,
        rateLimitMode: flip() ? .cancelOnly : .doNothing)
      return "\(replace)\n" + attempt { venue in _ = try venue.replace(replace, by: id, at: time, in: market) }
    case 92..<97:
      let cancel = cancel(of: id, on: pair)
      let amend = VenueAmendRequest(
        pair: pair, name: cancel.name, newClientOrderID: name(), quantity: quantity(on: pair, upTo: 12))
      return "\(amend)\n" + attempt { venue in _ = try venue.amend(amend, by: id, at: time, in: market) }
    default: return try rarely(id, pair, at: time)
    }
  }

  private mutating func rarely(_ id: VenueAccountID, _ pair: Pair, at time: Instant) throws -> String {
    switch below(8) {
    case 0:
      _ = try? venue.cancelAll(of: pair, by: id, at: time)
      return "all of \(pair) taken back"
    case 1:
      venue.deposit(Fixed(below(90) + 1), of: pair.quote, to: id, at: time)
      return "a deposit"
    case 2:
      try? venue.withdraw(Fixed(below(90) + 1), of: pair.base, from: id, at: time)
      return "a withdrawal"
    case 3:
      let uses = flip()
      venue.update(id) { $0.usesDiscount = uses }
      return "discount \(uses)"
    case 4:
      let statuses: [TradingStatus] = [.trading, .halt, .cancelOnly, .trading]
      let status = statuses[below(4)]
      markets[pair]?.rules.status = status
      return "another status"
    case 5 where below(12) == 0:
      venue.wipe(at: time, funds: Dictionary(uniqueKeysWithValues: accounts.map { ($0, funds) }))
      return "a wipe"
    default:
      markets[pair]?.rules.status = .trading
      return "trading again"
    }
  }

  private mutating func attempt(_ ask: (inout TradingVenueModel) throws -> Void) -> String {
    do {
      try ask(&venue)
      return "done"
    } catch {
      return "\(error)"
    }
  }

  // MARK: The market

  /// Somebody trades near the middle, and the book is another.
  private mutating func trade(_ pair: Pair) throws -> String {
    centers[pair, default: 5000] += below(13) - 6
    trades += 1
    let trade = PublicTrade(
      id: trades, time: Instant(milliseconds: now), price: price(on: pair, reach: 3),
      quantity: quantity(on: pair, upTo: 60), isBuyerMaker: flip())
    if below(3) > 0 { try move(pair) }
    markets[pair]?.prices.last = trade.price
    guard let market = markets[pair] else { return "" }
    venue.observe(trade, of: pair, at: Instant(milliseconds: now)) { market }
    lastTrade = (pair, trade.quantity)
    return "\(trade)"
  }

  /// Another book: some of its levels stay as they were.
  private mutating func move(_ pair: Pair) throws {
    let isFirst = pair == pairs[0]
    let (tick, step) = isFirst ? (try fixed("0.1"), try fixed("0.001")) : (try fixed("0.00000007"), try fixed("0.01"))
    let center = centers[pair, default: 5000]
    func levels(_ sign: Int) -> [DepthLevel] {
      (1...6).map { index in
        let ticks = center + sign * index * 2
        // The same at the same price most of the time.
        let steps = Int128(((ticks &* 7919) % 40 + 40) % 40 + 1)
        return DepthLevel(
          price: Price(Fixed(units: tick.units * Int128(ticks))), quantity: Quantity(Fixed(units: step.units * steps)))
      }
    }
    let rules = InstrumentRules(
      pair: pair, price: PriceFilter(minimum: Price(tick), tick: Price(tick)),
      lot: LotFilter(minimum: Quantity(step), maximum: Quantity(500), step: Quantity(step)),
      openOrders: OpenOrderLimits(orders: 25, algoOrders: 9, orderLists: 6), amendsMax: 3)
    let depth = Depth(bids: levels(-1), asks: levels(1))
    let status = markets[pair]?.rules.status ?? .trading
    markets[pair] = PairMarket(
      rules: rules, depth: depth, prices: ReferencePrices(last: markets[pair]?.prices.last),
      discountPrices: [pair.quote: Price(Fixed(units: tick.units * Int128(center))), pair.base: Price(1)])
    markets[pair]?.rules.status = status
  }

  // MARK: Requests

  private mutating func order(on pair: Pair) -> NewVenueOrder {
    let kinds: [VenueOrder.Kind] = [.limit, .limit, .limit, .limitMaker, .market, .market] + VenueOrder.Kind.allCases
    return order(kinds[below(kinds.count)], flip() ? .buy : .sell, quantity(on: pair, upTo: 60), on: pair)
  }

  private mutating func order(
    _ kind: VenueOrder.Kind, _ side: Side, _ quantity: Quantity, on pair: Pair
  ) -> NewVenueOrder {
    var order = VenueOrder(pair: pair, side: side, kind: kind, amount: .base(quantity))
    let hasLimit = kind != .market && kind != .stopLoss && kind != .takeProfit
    if hasLimit { order.price = price(on: pair, reach: 12) }
    if kind == .market, flip() { order.amount = .quote(Money(Fixed(below(pair == pairs[0] ? 900 : 4) + 1))) }
    if kind.isAlgo {
      if below(4) > 0 { order.stopPrice = price(on: pair, reach: 12) }
      if order.stopPrice == nil || below(4) == 0 { order.trailingDelta = below(30) + 1 }
    }
    var new = NewVenueOrder(order, clientOrderID: name())
    if hasLimit, kind != .limitMaker {
      new.timeInForce = [.goodTilCanceled, .goodTilCanceled, .immediateOrCancel, .fillOrKill][below(4)]
    }
    if flip() { new.selfTradePrevention = SelfTradePrevention.allCases[below(6)] }
    return new
  }

  private mutating func list(on pair: Pair) -> NewVenueOrderList {
    let side: Side = flip() ? .buy : .sell
    let quantity = quantity(on: pair, upTo: 30)
    let shape: NewVenueOrderList.Shape
    switch below(3) {
    case 0:
      let (above, below) = legs(side, quantity, on: pair)
      shape = .oco(above: above, below: below)
    case 1:
      shape = .oto(working: working(side, quantity, on: pair), pending: order(on: pair))
    default:
      let (above, below) = legs(side == .buy ? .sell : .buy, self.quantity(on: pair, upTo: 20), on: pair)
      shape = .otoco(working: working(side, quantity, on: pair), above: above, below: below)
    }
    return NewVenueOrderList(clientListID: name(), shape: shape)
  }

  private mutating func working(_ side: Side, _ quantity: Quantity, on pair: Pair) -> NewVenueOrder {
    order(flip() ? .limit : .limitMaker, side, quantity, on: pair)
  }

  /// Two orders that mostly lie on the right sides of the market.
  private mutating func legs(
    _ side: Side, _ quantity: Quantity, on pair: Pair
  ) -> (above: NewVenueOrder, below: NewVenueOrder) {
    let gains: [VenueOrder.Kind] = [.limitMaker, .limitMaker, .takeProfit, .takeProfitLimit]
    let gain = order(gains[below(4)], side, quantity, on: pair)
    let loss = order(flip() ? .stopLoss : .stopLossLimit, side, quantity, on: pair)
    var (above, below) = side == .sell ? (gain, loss) : (loss, gain)
    shift(&above, by: 14, on: pair)
    shift(&below, by: -14, on: pair)
    return (above, below)
  }

  private func shift(_ order: inout NewVenueOrder, by ticks: Int, on pair: Pair) {
    guard let tick = markets[pair]?.rules.price.tick.value else { return }
    let change = Fixed(units: tick.units * Int128(ticks))
    if let price = order.order.price { order.order.price = Price(price.value + change) }
    if let price = order.order.stopPrice { order.order.stopPrice = Price(price.value + change) }
  }

  private mutating func cancel(of id: VenueAccountID, on pair: Pair) -> VenueCancelRequest {
    let open = venue.openOrders(of: pair, by: id)
    let target = open.isEmpty || below(10) == 0 ? nil : open[below(open.count)]
    let order = VenueOrderName(
      id: flip() ? target?.id : nil, clientOrderID: target?.clientOrderID ?? "nobody")
    return VenueCancelRequest(
      pair: pair, name: order, newClientOrderID: name(), restriction: below(6) == 0 ? .onlyNew : nil)
  }

  // MARK: Chance

  private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

  private mutating func flip() -> Bool { Bool.random(using: &generator) }

  /// Mostly new; sometimes one that may be taken.
  private mutating func name() -> String {
    names += 1
    return below(12) == 0 ? "again-\(below(3))" : "n\(names)"
  }

  private mutating func price(on pair: Pair, reach: Int) -> Price {
    let ticks = centers[pair, default: 5000] + below(2 * reach + 1) - reach
    let tick = markets[pair]?.rules.price.tick.value ?? .one
    return Price(Fixed(units: tick.units * Int128(ticks)))
  }

  private mutating func quantity(on pair: Pair, upTo steps: Int) -> Quantity {
    let step = markets[pair]?.rules.lot.step.value ?? .one
    return Quantity(Fixed(units: step.units * Int128(below(steps) + 1)))
  }
}
