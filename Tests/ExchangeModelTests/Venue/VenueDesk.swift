// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import Testing
import TradingModel

let alice = VenueAccountID(1)
let bob = VenueAccountID(2)

/// A venue with two accounts and a market that stands still until it is moved. Orders and answers are texts.
struct VenueDesk {
  var venue: TradingVenueModel
  var market: PairMarket
  var now: Int64 = 1_000_000
  let pair: Pair
  private var names = 0
  private var trades: Int64 = 0

  init(
    _ settings: VenueSettings = VenueSettings(), fee: String = "0.001",
    funds: [String: String] = ["USDT": "1000", "BTC": "10"]
  ) throws {
    pair = try ExchangeModelTests.pair("BTC/USDT")
    venue = TradingVenueModel(settings)
    let rate = Ratio(try fixed(fee))
    var assets: [Asset: Fixed] = [:]
    for (code, amount) in funds { assets[try #require(Asset(code))] = try fixed(amount) }
    for id in [alice, bob] {
      venue.open(VenueAccount(id: id, funds: assets, commission: VenueCommissionRates(maker: rate, taker: rate)))
    }
    market = try Self.market(of: pair)
  }

  /// 97 to 99 are bought, 101 to 103 are sold, 5 each; the last trade was at 100.
  static func market(of pair: Pair) throws -> PairMarket {
    let cent = try fixed("0.01")
    let rules = InstrumentRules(
      pair: pair, price: PriceFilter(minimum: Price(cent), maximum: Price(100_000), tick: Price(cent)),
      lot: LotFilter(minimum: Quantity(cent), maximum: Quantity(1000), step: Quantity(cent)),
      notional: NotionalFilter(minimum: Money(5)),
      openOrders: OpenOrderLimits(orders: 8, algoOrders: 3, orderLists: 2), amendsMax: 2)
    func level(_ price: Int) -> DepthLevel { DepthLevel(price: Price(Fixed(price)), quantity: Quantity(5)) }
    let depth = Depth(bids: [99, 98, 97].map(level), asks: [101, 102, 103].map(level))
    return PairMarket(rules: rules, depth: depth, prices: ReferencePrices(last: Price(100)))
  }

  // MARK: Asking

  /// An order of a text: `BUY LIMIT 1 @99`, `SELL STOP_LOSS 1 stop 95`, `BUY MARKET worth 50`; then `IOC`, `FOK`,
  /// `trail 100`, `iceberg 0.1`, `stp NONE`. Types that need a time in force have GTC.
  mutating func order(_ text: String, as name: String? = nil) throws -> NewVenueOrder {
    var words = text.split(separator: " ").map(String.init)[...]
    func next() throws -> String {
      let word = words.popFirst()
      return try #require(word)
    }
    let side: Side = try next() == "BUY" ? .buy : .sell
    let kind = try #require(VenueOrder.Kind(rawValue: try next()))
    var order = VenueOrder(pair: pair, side: side, kind: kind, amount: .base(.zero))
    let needsTime = [.limit, .stopLossLimit, .takeProfitLimit].contains(kind)
    names += 1
    var new = NewVenueOrder(
      order, timeInForce: needsTime ? .goodTilCanceled : nil, clientOrderID: name ?? "order-\(names)")
    while let word = words.popFirst() {
      switch word {
      case "worth": order.amount = .quote(Money(try fixed(try next())))
      case "stop": order.stopPrice = try price(try next())
      case "trail": order.trailingDelta = Int(try next())
      case "iceberg": order.icebergQuantity = Quantity(try fixed(try next()))
      case "stp": new.selfTradePrevention = SelfTradePrevention(rawValue: try next())
      case let word where word.hasPrefix("@"): order.price = try price(String(word.dropFirst()))
      case let word where VenueTimeInForce(rawValue: word) != nil: new.timeInForce = VenueTimeInForce(rawValue: word)
      default: order.amount = .base(Quantity(try fixed(word)))
      }
    }
    new.order = order
    return new
  }

  @discardableResult
  mutating func place(_ text: String, as name: String? = nil, by id: VenueAccountID = alice) throws -> String {
    let order = try order(text, as: name)
    return Self.told(&venue) { [market, time] venue throws(VenueRefusal) in
      Self.text(of: try venue.place(order, by: id, at: time, in: market).order)
    }
  }

  @discardableResult
  mutating func oco(
    _ above: String, _ below: String, named name: String = "list", by id: VenueAccountID = alice
  ) throws -> String {
    let shape = NewVenueOrderList.Shape.oco(above: try order(above), below: try order(below))
    return placeList(NewVenueOrderList(clientListID: name, shape: shape), by: id)
  }

  @discardableResult
  mutating func oto(_ working: String, _ pending: String, by id: VenueAccountID = alice) throws -> String {
    let shape = NewVenueOrderList.Shape.oto(working: try order(working), pending: try order(pending))
    return placeList(NewVenueOrderList(clientListID: "list", shape: shape), by: id)
  }

  @discardableResult
  mutating func otoco(
    _ working: String, _ above: String, _ below: String, by id: VenueAccountID = alice
  ) throws -> String {
    let shape = NewVenueOrderList.Shape.otoco(
      working: try order(working), above: try order(above), below: try order(below))
    return placeList(NewVenueOrderList(clientListID: "list", shape: shape), by: id)
  }

  private mutating func placeList(_ list: NewVenueOrderList, by id: VenueAccountID) -> String {
    Self.told(&venue) { [market, time] venue throws(VenueRefusal) in
      let placement = try venue.place(list, by: id, at: time, in: market)
      return placement.orders.map(Self.text).joined(separator: "; ")
    }
  }

  @discardableResult
  mutating func cancel(
    _ name: String, only restriction: VenueCancelRestriction? = nil, by id: VenueAccountID = alice
  ) -> String {
    let request = cancelRequest(name, only: restriction)
    return Self.told(&venue) { [market, time] venue throws(VenueRefusal) in
      Self.text(of: try venue.cancel(request, by: id, at: time, status: market.rules.status))
    }
  }

  func cancelRequest(_ name: String, only restriction: VenueCancelRestriction? = nil) -> VenueCancelRequest {
    VenueCancelRequest(
      pair: pair, name: VenueOrderName(clientOrderID: name), newClientOrderID: "cancel", restriction: restriction)
  }

  @discardableResult
  mutating func amend(_ name: String, to quantity: String, as newName: String = "amended") throws -> String {
    let request = VenueAmendRequest(
      pair: pair, name: VenueOrderName(clientOrderID: name), newClientOrderID: newName,
      quantity: Quantity(try fixed(quantity)))
    return Self.told(&venue) { [market, time] venue throws(VenueRefusal) in
      Self.text(of: try venue.amend(request, by: alice, at: time, in: market).order)
    }
  }

  /// What became of the cancel, of the new order, and of the whole.
  mutating func replace(
    _ name: String, by text: String, mode: VenueReplaceRequest.Mode,
    tooMany: VenueReplaceRequest.RateLimitMode = .doNothing
  ) throws -> String {
    let request = VenueReplaceRequest(
      cancel: cancelRequest(name), order: try order(text), mode: mode, rateLimitMode: tooMany)
    return Self.told(&venue) { [market, time] venue throws(VenueRefusal) in
      let replacement = try venue.replace(request, by: alice, at: time, in: market)
      let halves = [
        Self.text(of: replacement.cancel.map(Self.text)),
        replacement.placement.map { Self.text(of: $0.map { Self.text(of: $0.order) }) } ?? "not attempted",
      ]
      return (halves + [replacement.refusal?.description].compactMap(\.self)).joined(separator: " | ")
    }
  }

  var time: Instant { Instant(milliseconds: now) }

  private static func told(
    _ venue: inout TradingVenueModel, _ ask: (inout TradingVenueModel) throws(VenueRefusal) -> String
  ) -> String {
    do throws(VenueRefusal) {
      return try ask(&venue)
    } catch {
      return error.description
    }
  }

  private static func text(of result: Result<String, VenueRefusal>) -> String {
    switch result {
    case .success(let text): text
    case .failure(let refusal): refusal.description
    }
  }

  private static func text(of report: VenueCancelReport) -> String {
    switch report {
    case .order(let cancellation): text(of: cancellation.order)
    case .list(let list): list.orders.map { text(of: $0.order) }.joined(separator: "; ")
    }
  }

  // MARK: The market

  /// Lets others trade.
  mutating func trade(_ at: String, _ quantity: String = "1") throws {
    trades += 1
    now += 1
    let price = try price(at)
    market.prices.last = price
    let trade = PublicTrade(
      id: trades, time: time, price: price, quantity: Quantity(try fixed(quantity)),
      isBuyerMaker: true)
    venue.observe(trade, of: pair, at: time) { [market] in market }
  }

  // MARK: Telling

  /// What an account has of an asset: free + locked.
  func balance(_ code: String, of id: VenueAccountID = alice) throws -> String {
    let balance = try #require(venue.account(id)).balance(of: try #require(Asset(code)))
    return "\(balance.free)+\(balance.locked)"
  }

  func order(called name: String, by id: VenueAccountID = alice) -> String {
    do throws(VenueRefusal) {
      return Self.text(of: try venue.order(VenueOrderName(clientOrderID: name), of: pair, by: id))
    } catch {
      return error.description
    }
  }

  /// All orders of an account, oldest first.
  func orders(by id: VenueAccountID = alice) -> [String] { venue.allOrders(of: pair, by: id).map(Self.text) }

  /// `FILLED 1/1 for 100`, and why it ended.
  static func text(of order: VenueOrderRecord) -> String {
    var text = "\(order.status.rawValue) \(order.executed)/\(order.quantity) for \(order.cumulativeQuote)"
    if let reason = order.expiryReason { text += " \(reason.rawValue)" }
    if order.rejectReason != .none { text += " \(order.rejectReason.rawValue)" }
    return text
  }

  /// The events since they were last taken.
  mutating func events(of id: VenueAccountID = alice) -> [String] {
    venue.takeEvents().filter { $0.account == id }.map { event in
      switch event.kind {
      case .execution(let report):
        return "\(report.order.id) \(report.kind.rawValue) \(report.order.status.rawValue)"
      case .list(let list): return "list \(list.statusType.rawValue) \(list.orderStatus.rawValue)"
      case .position(let balances):
        return balances.map { "\($0.asset) \($0.balance.free)+\($0.balance.locked)" }.joined(separator: ", ")
      case .balance(let asset, let change): return "\(asset) \(change)"
      case .wiped: return "wiped"
      }
    }
  }
}
