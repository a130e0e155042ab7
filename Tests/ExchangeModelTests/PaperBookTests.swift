// SPDX-License-Identifier: Apache-2.0

import BotModel
import ExchangeModel
import Indicators
import MarketData
import RiskRules
import StrategyKit
import Synchronization
import Testing
import TradingModel

@Suite struct PaperBookTests {
  @Test(arguments: [
    (Side.buy, false, "1 at 100 for 0.1"), (.buy, true, "1 at 100.3 for 0.1003"), (.sell, true, "1 at 100 for 0.1"),
    (.sell, false, "1 at 99.7 for 0.0997"),
  ])
  func `a market order takes the ask or the bid, a spread from what was traded`(
    side: Side, isBuyerMaker: Bool, fill: String
  ) throws {
    var desk = try PaperDesk()
    desk.book.observe(desk.quote(spread: "0.3"), of: desk.pair)
    try desk.place(side, .market, "1")
    #expect(try desk.trade("100", "5", isBuyerMaker: isBuyerMaker) == [fill])
  }

  @Test func `without a quote the spread is a tick`() throws {
    var desk = try PaperDesk()
    try desk.place(.buy, .market, "1")
    #expect(try desk.trade("100", "5", isBuyerMaker: true) == ["1 at 100.1 for 0.1001"])
  }

  @Test func `no trade fills more than its own quantity`() throws {
    var desk = try PaperDesk()
    try desk.place(.buy, .market, "1")
    #expect(try desk.trade("100", "0.4") == ["0.4 at 100 for 0.04"])
    #expect(try desk.trade("101", "0.5") == ["0.5 at 101 for 0.0505"])
    #expect(try desk.trade("102", "5") == ["0.1 at 102 for 0.0102"])
    #expect(try desk.trade("103", "5").isEmpty)
  }

  @Test func `orders don't take a trade from one another`() throws {
    var desk = try PaperDesk()
    try desk.place(.buy, .market, "1")
    try desk.place(.buy, .market, "1")
    #expect(try desk.trade("100", "1") == ["1 at 100 for 0.1", "1 at 100 for 0.1"])
  }

  @Test func `a limit order that rests is filled at its price once somebody trades beyond it`() throws {
    var desk = try PaperDesk()
    try desk.place(.buy, .limit(price("90")), "1")
    try desk.place(.sell, .limit(price("110")), "1")
    #expect(try desk.trade("100", "5").isEmpty)
    #expect(try desk.trade("90", "5").isEmpty)
    #expect(try desk.trade("110", "5").isEmpty)
    #expect(try desk.trade("89.9", "0.4") == ["0.4 at 90 for 0.036"])
    #expect(try desk.trade("85", "5") == ["0.6 at 90 for 0.054"])
    #expect(try desk.trade("120", "5") == ["1 at 110 for 0.11"])
  }

  @Test func `a limit order that can be matched takes the better price`() throws {
    var desk = try PaperDesk()
    try desk.place(.buy, .limit(price("105")), "1")
    #expect(try desk.trade("100", "0.5") == ["0.5 at 100 for 0.05"])
    #expect(try desk.trade("106", "5").isEmpty)
    #expect(try desk.trade("104", "5") == ["0.5 at 105 for 0.0525"])
  }

  @Test func `trades before an order's placement don't fill it, whenever they arrive`() throws {
    var desk = try PaperDesk()
    desk.now = 1000
    try desk.place(.buy, .market, "1")
    #expect(try desk.trade("50", "5", at: 999).isEmpty)
    #expect(try desk.trade("100", "5", at: 1000) == ["1 at 100 for 0.1"])
  }

  @Test func `another pair's trades don't matter`() throws {
    var desk = try PaperDesk()
    try desk.place(.buy, .market, "1")
    let trade = PublicTrade(
      id: 1, time: Instant(milliseconds: 0), price: try price("100"), quantity: Quantity(5), isBuyerMaker: false)
    #expect(desk.book.observe(trade, of: try pair("ETH/USDT")).isEmpty)
  }

  @Test func `the venue's filters are asked again when an order arrives`() throws {
    var desk = try PaperDesk()
    desk.status = .suspended("HALT")
    #expect(try desk.place(.buy, .market, "1") == "refused the pair's status is HALT, not TRADING")
    _ = try desk.trade("1", "1")
    #expect(try desk.place(.buy, .limit(price("100")), "1") == "refused the pair's status is HALT, not TRADING")
    desk.status = .trading
    #expect(try desk.place(.buy, .market, "1") == "refused NOTIONAL: value 1 is below the minimum 10")
    desk.status = nil
    #expect(try desk.place(.buy, .market, "1") == "refused Invalid symbol.")
    #expect(try desk.trade("100", "5").isEmpty)
  }

  @Test func `a limit far from the last price is refused by the venue's band, once there is one`() throws {
    var desk = try PaperDesk()
    let (pair, band) = (desk.pair, PriceBand(down: Ratio(try fixed("0.5")), up: Ratio(2)))
    desk.book = PaperBook(feeRate: .zero) { _ in
      InstrumentRules(pair: pair, percentPrice: PercentPriceFilter(band))
    }
    #expect(try desk.place(.buy, .limit(price("201")), "1") == "accepted paper-1")
    _ = try desk.trade("100", "5")
    #expect(
      try desk.place(.sell, .limit(price("201")), "1") == "refused PERCENT_PRICE: price 201 is above the maximum 200")
    #expect(
      try desk.place(.buy, .limit(price("49")), "1") == "refused PERCENT_PRICE: price 49 is below the minimum 50")
    #expect(try desk.place(.sell, .limit(price("200")), "1") == "accepted paper-4")
    #expect(try desk.place(.buy, .market, "1") == "accepted paper-5")
  }

  @Test func `an order that is taken back is filled no more, and one that is gone is answered all the same`() throws {
    var desk = try PaperDesk()
    try desk.place(.buy, .market, "1")
    let id = desk.lastID
    #expect(desk.ask(.cancel(id, pair: desk.pair)) == ["canceled"])
    #expect(try desk.trade("100", "5").isEmpty)
    #expect(desk.ask(.cancel(id, pair: desk.pair)) == ["canceled"])
    #expect(desk.ask(.query(id, pair: desk.pair)) == ["refused Order does not exist."])
  }

  @Test func `a query finds what rests`() throws {
    var desk = try PaperDesk()
    #expect(try desk.place(.buy, .limit(price("90")), "1") == "accepted paper-1")
    #expect(desk.ask(.query(desk.lastID, pair: desk.pair)) == ["accepted paper-1"])
  }

  @Test func `an identity is placed once`() throws {
    var desk = try PaperDesk()
    let order = try desk.approved(.buy, .market, "1")
    let id = ClientOrderID(epoch: 1, bot: BotNumber(7), sequence: 1)
    #expect(desk.ask(.place(order, as: id)) == desk.ask(.place(order, as: id)))
    #expect(try desk.trade("100", "5") == ["1 at 100 for 0.1"])
  }

  @Test func `what rests comes back from a journal, once, with what is left of it`() throws {
    var desk = try PaperDesk()
    var market = try desk.order(1, .market, "1")
    try market.record(.accepted, at: .epoch)
    var limit = try desk.order(2, .limit(price("90")), "1")
    try limit.record(.accepted, at: .epoch)
    try limit.book(
      Fill(
        id: FillID("a"), order: limit.id, price: price("90"), quantity: Quantity(fixed("0.4")), fee: .zero, time: .epoch
      ))
    let submitting = try desk.order(3, .market, "1")
    desk.book.restore([market, limit, submitting])
    desk.book.restore([market, limit, submitting])
    #expect(try desk.trade("89", "5") == ["1 at 89 for 0.089", "0.6 at 90 for 0.054"])
    #expect(try desk.trade("89", "5").isEmpty)
    // Fills that nobody kept never happened.
    desk.book.restore([market])
    #expect(try desk.trade("89", "5") == ["1 at 89 for 0.089"])
  }

  @Test(arguments: 1...4)
  func `with a spread that stays it does not matter when quotes arrive`(factor: Int) throws {
    func fills(_ quotesBefore: Set<Int>) throws -> [String] {
      var desk = try PaperDesk()
      desk.book.observe(desk.quote(spread: "0.2"), of: desk.pair)
      try desk.place(.buy, .market, "3")
      try desk.place(.sell, .limit(price("101")), "2")
      return try (0..<20).flatMap { index in
        if quotesBefore.contains(index) { desk.book.observe(desk.quote(spread: "0.2", bid: 90 + index), of: desk.pair) }
        return try desk.trade("\(98 + index * 7 % 5)", "0.3", isBuyerMaker: index.isMultiple(of: 2))
      }
    }
    let some = Set((0..<20).filter { ($0 * factor * 31 + factor) % 3 == 0 })
    #expect(try fills(some) == fills([]))
  }
}

func price(_ text: String) throws -> Price { Price(try fixed(text)) }

/// A paper book with one pair, whose reports are read as texts.
private struct PaperDesk {
  let pair: Pair
  var book: PaperBook
  /// The pair's status; nil where the venue does not have it.
  var status: TradingStatus? {
    didSet { state.value = status }
  }
  var now: Int64 = 0
  private var sequence: Int64 = 0
  private var trades: Int64 = 0
  private let state: StatusBox

  init() throws {
    let pair = try ExchangeModelTests.pair("BTC/USDT")
    let state = StatusBox()
    let (tick, step) = (try price("0.1"), Quantity(try fixed("0.001")))
    book = PaperBook(feeRate: Ratio(try fixed("0.001"))) { asked in
      guard asked == pair, let status = state.value else { return nil }
      return InstrumentRules(
        pair: pair, status: status, price: PriceFilter(tick: tick), lot: LotFilter(step: step),
        notional: NotionalFilter(minimum: Money(10)))
    }
    self.pair = pair
    self.state = state
    status = .trading
  }

  var lastID: ClientOrderID { ClientOrderID(epoch: 1, bot: BotNumber(7), sequence: sequence) }

  func quote(spread: String, bid: Int = 99) -> Quote {
    let bid = Price(Fixed(bid))
    let ask = Price(bid.value + (Fixed(spread) ?? .zero))
    return Quote(bid: bid, bidQuantity: Quantity(1), ask: ask, askQuantity: Quantity(1))
  }

  func approved(_ side: Side, _ kind: OrderKind, _ quantity: String) throws -> ApprovedOrder {
    // The rules that approve are looser than the venue's, so that the venue's own can be seen.
    let loose = InstrumentRules(pair: pair)
    let quantity = Quantity(try fixed(quantity))
    guard side == .buy else {
      return try RiskGate.approve(
        ExitIntent(pair: pair, kind: kind, quantity: quantity), instrument: loose, referencePrice: Price(100))
    }
    let reference = kind.limitPrice ?? Price(100)
    let intent = EntryIntent(pair: pair, kind: kind, stake: try reference.times(quantity, rounding: .up))
    return try RiskGate.approve(
      intent,
      in: RiskSituation(
        settings: settings(), entriesHeld: nil, instrument: loose, referencePrice: Price(100), feeRate: .zero,
        openTrades: 0, hasTradeOfPair: false, openOrders: 0, free: Money(1_000_000), exposure: .zero,
        exposureOfPair: .zero, lossToday: .zero, drawdown: .zero))
  }

  private func settings() throws -> BotSettings {
    let strategy = StrategyDefinition(name: "none", summary: "", rules: "", parameters: []) { _ in Silence() }
    return BotSettings(
      name: try #require(BotName("tester")), description: "", mode: .dryRun, account: .default, strategy: "none",
      strategyParameters: try strategy.values(), timeframe: .fiveMinutes, pairs: [pair], pairBlacklist: [],
      stakeCurrency: pair.quote, stakeAmount: .unlimited, maxOpenTrades: 1, dryRunWallet: .zero, risk: RiskLimits(),
      exits: .standard)
  }

  func order(_ number: Int64, _ kind: OrderKind, _ quantity: String) throws -> Order {
    Order(
      id: OrderID(number), clientOrderID: ClientOrderID(epoch: 1, bot: BotNumber(7), sequence: number),
      trade: TradeID(number), purpose: .entry,
      terms: OrderTerms(pair: pair, side: .buy, kind: kind, quantity: Quantity(try fixed(quantity))), reason: "",
      createdAt: .epoch)
  }

  @discardableResult
  mutating func place(_ side: Side, _ kind: OrderKind, _ quantity: String) throws -> String {
    sequence += 1
    return ask(.place(try approved(side, kind, quantity), as: lastID)).joined(separator: ", ")
  }

  mutating func ask(_ request: OrderRequest) -> [String] {
    book.send(request, at: Instant(milliseconds: now)).map { text(of: $0) }
  }

  /// Lets somebody trade, and tells the fills.
  mutating func trade(
    _ at: String, _ quantity: String, isBuyerMaker: Bool = false, at time: Int64? = nil
  ) throws -> [String] {
    trades += 1
    let trade = PublicTrade(
      id: trades, time: Instant(milliseconds: time ?? now), price: try price(at),
      quantity: Quantity(try fixed(quantity)), isBuyerMaker: isBuyerMaker)
    return book.observe(trade, of: pair).map { text(of: $0) }
  }

  private func text(of event: OrderEvent) -> String {
    switch event.report {
    case .accepted(let id): "accepted \(id)"
    case .refused(let reason): "refused \(reason)"
    case .withheld(let reason): "withheld \(reason)"
    case .filled(_, let price, let quantity, let fee, _): "\(quantity) at \(price) for \(fee)"
    case .canceled: "canceled"
    case .replyLost, .missing, .expired: "unexpected"
    }
  }

  private final class StatusBox: Sendable {
    private let status = Mutex<TradingStatus?>(.trading)

    var value: TradingStatus? {
      get { status.withLock { $0 } }
      set { status.withLock { $0 = newValue } }
    }
  }

  private struct Silence: Strategy {
    let warmUp = 0

    var stance: Stance? { .neutral }
    func update(_ bar: Bar) -> Signal? { nil }
  }
}
