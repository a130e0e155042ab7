// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Testing
import TradingModel

private func fixed(_ text: String) -> Fixed { Fixed(text)! }
private func read<Answer>(
  _ text: String, at place: AnswerPlace = .body, _ decode: (RawSpan, AnswerPlace) throws(WireError) -> Answer
) throws(WireError) -> Answer {
  try decode(Array(text.utf8).span.bytes, place)
}

@Suite struct AccountAnswersTests {
  @Test func `reads an acknowledgement`() throws {
    let report = try read(AnswerTexts.ack, AccountAnswers.order)
    #expect(report.symbol == "BTCUSDT")
    #expect(report.orderID == 28)
    #expect(report.listID == nil)
    #expect(report.ownClientOrderID == "6gCrw2kRUAF9CvJDGP16IP")
    #expect(report.time == Instant(milliseconds: 1_507_725_176_595))
    #expect(report.status == nil)
    #expect(report.filled == nil)
    #expect(report.fills == nil)
  }

  @Test func `reads a full answer with its fills`() throws {
    let report = try read(AnswerTexts.full, AccountAnswers.order)
    #expect(report.status == .expired)
    #expect(report.side == .sell)
    #expect(report.kind == "MARKET")
    #expect(report.quantity == Quantity(fixed("10")))
    #expect(report.filled == Quantity(fixed("6")))
    #expect(report.cost == Money(fixed("23998")))
    #expect(report.expiryReason == "INSUFFICIENT_LIQUIDITY")
    #expect(report.strategyID == 7)
    #expect(
      report.fills?.map(\.tradeID) == [56, 57])
    #expect(report.fills?.first?.price == Price(fixed("4000")))
    #expect(report.fills?.last?.commission == fixed("0.00019"))
    #expect(report.fills?.last?.commissionAsset == "BNB")
  }

  @Test func `reads the same answer wrapped`() throws {
    let wrapped = #"{"id":1,"status":200,"result":\#(AnswerTexts.full),"rateLimits":[]}"#
    #expect(try read(wrapped, at: .result, AccountAnswers.order) == read(AnswerTexts.full, AccountAnswers.order))
    #expect(throws: WireError.missing(field: "result")) {
      try read(AnswerTexts.full, at: .result, AccountAnswers.order)
    }
  }

  @Test func `knows a cancelled order by its own identity`() throws {
    let report = try read(AnswerTexts.canceled, AccountAnswers.order)
    #expect(report.ownClientOrderID == "myOrder1")
    #expect(report.clientOrderID == "cancelMyOrder1")
    #expect(report.status == .canceled)
    #expect(report.filled == .zero)
  }

  @Test func `reads an order that is asked for, and tolerates what it does not know`() throws {
    let report = try read(AnswerTexts.query, AccountAnswers.order)
    #expect(report.status == .other("SLEEPING"))
    #expect(report.createdAt == Instant(milliseconds: 1_499_827_319_559))
    #expect(report.time == Instant(milliseconds: 1_499_827_319_560))
    #expect(report.listID == 4)
    #expect(try read("[\(AnswerTexts.query),\(AnswerTexts.query)]", AccountAnswers.orders).count == 2)
    #expect(try read("[]", AccountAnswers.orders) == [])
  }

  @Test(arguments: ["{}", "[{}]", #"[{"symbol":"X"}]"#, "", "null", "[", #"{"code":-1,"msg":"no"}"#])
  func `never takes what it can't read for no orders`(text: String) {
    #expect(throws: WireError.self) { try read(text, AccountAnswers.orders) }
  }

  @Test func `reads the account's trades`() throws {
    let trades = try read(AnswerTexts.trades, AccountAnswers.trades)
    #expect(
      trades == [
        try #require(trades.first)
      ])
    let trade = try #require(trades.first)
    #expect(trade.tradeID == 28457)
    #expect(trade.orderID == 100234)
    #expect(trade.commission == fixed("10.1"))
    #expect(trade.commissionAsset == "BNB")
    #expect(trade.isBuyer && !trade.isMaker)
    #expect(trade.time == Instant(milliseconds: 1_499_865_549_590))
  }

  @Test func `reads the account`() throws {
    let account = try read(AnswerTexts.account, AccountAnswers.account)
    #expect(account.canTrade)
    #expect(account.canWithdraw == true)
    #expect(account.updatedAt == Instant(milliseconds: 123_456_789))
    #expect(account.balances.map(\.asset) == ["BTC", "LTC"])
    #expect(account.balances[1].balance == Balance(free: fixed("4763368.68006011"), locked: fixed("0.5")))
    #expect(throws: WireError.self) { try read(#"{"canTrade":true,"updateTime":1}"#, AccountAnswers.account) }
  }

  @Test func `reads what a key may do`() throws {
    let report = try read(AnswerTexts.restrictions, AccountAnswers.restrictions)
    #expect(report.flags["enableWithdrawals"] == true)
    #expect(report.flags["ipRestrict"] == false)
    #expect(report.flags["enableSpotAndMarginTrading"] == true)
    #expect(report.tradingEndsAt == Instant(milliseconds: 1_628_985_600_000))
  }

  @Test func `reads commissions`() throws {
    let report = try read(AnswerTexts.commission, AccountAnswers.commission)
    #expect(report.standard.maker == Ratio(fixed("0.0000001")))
    #expect(report.tax.seller == Ratio(fixed("0.0000004")))
    #expect(report.discountAsset == "BNB")
    #expect(report.discount == Ratio(fixed("0.75")))
    let off = AnswerTexts.commission.replacing("\"enabledForSymbol\":true", with: "\"enabledForSymbol\":false")
    #expect(try read(off, AccountAnswers.commission).discount == nil)
  }

  @Test func `reads how many orders were counted`() throws {
    let limits = try read(AnswerTexts.limits, AccountAnswers.limits)
    #expect(
      limits.map { "\($0.kind) \($0.seconds) \($0.count ?? -1)/\($0.limit ?? -1)" } == [
        "ORDERS 10 8/50", "ORDERS 86400 9/160000", "REQUEST_WEIGHT 60 -1/6000",
      ])
  }

  @Test func `reads lists`() throws {
    let list = try read(AnswerTexts.list, AccountAnswers.list)
    #expect(list.listID == 1)
    #expect(list.contingency == "OCO")
    #expect(list.orderStatus == "EXECUTING")
    #expect(list.members.map(\.clientOrderID) == ["a", "b"])
    #expect(list.reports.map(\.orderID) == [28])
  }

  @Test func `reads a cancel-replace whole`() throws {
    let text = """
      {"cancelResult":"SUCCESS","newOrderResult":"SUCCESS","cancelResponse":\(AnswerTexts.canceled),\
      "newOrderResponse":\(AnswerTexts.full)}
      """
    let report = try read(text, AccountAnswers.replaced)
    guard case .done(let canceled) = report.cancel, case .done(let placed) = report.placement else {
      Issue.record("\(report)")
      return
    }
    #expect(canceled.ownClientOrderID == "myOrder1")
    #expect(placed.orderID == 28)
  }

  @Test func `reads a cancel-replace of which one half failed`() throws {
    let text = """
      {"code":-2021,"msg":"Order cancel-replace partially failed.","data":{"cancelResult":"SUCCESS",\
      "newOrderResult":"FAILURE","cancelResponse":\(AnswerTexts.canceled),\
      "newOrderResponse":{"code":-2010,"msg":"Order would immediately match and take."}}}
      """
    let report = try read(text, at: .errorData, AccountAnswers.replaced)
    #expect(
      report.placement == .failed(VenueErrorBody(code: -2010, message: "Order would immediately match and take.")))
    let none = """
      {"id":1,"status":400,"error":{"code":-2022,"msg":"no","data":{"cancelResult":"FAILURE","newOrderResult":\
      "NOT_ATTEMPTED","cancelResponse":{"code":-2011,"msg":"Unknown order sent."},"newOrderResponse":null}}}
      """
    let refused = try read(none, at: .wrappedErrorData, AccountAnswers.replaced)
    #expect(refused.cancel == .failed(VenueErrorBody(code: -2011, message: "Unknown order sent.")))
    #expect(refused.placement == .notAttempted)
  }

  @Test func `reads an amended order`() throws {
    let report = try read(AnswerTexts.amended, AccountAnswers.amended)
    #expect(report.quantity == Quantity(fixed("5")))
    #expect(report.cost == .zero)
    #expect(report.time == Instant(milliseconds: 1_741_926_410_255))
  }

  @Test func `reads a subscription's number`() throws {
    let text = #"{"id":3,"status":200,"result":{"subscriptionId":0}}"#
    #expect(try read(text, at: .result, AccountAnswers.subscriptionID) == 0)
  }
}
