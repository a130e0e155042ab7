// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Testing
import TradingModel

private let pair = Pair("BTC/USDT")!
private func price(_ text: String) -> Price { Price(Fixed(text)!) }
private func quantity(_ text: String) -> Quantity { Quantity(Fixed(text)!) }

private func order(_ kind: VenueOrder.Kind, _ amount: VenueOrder.Amount, price: Price? = nil) -> VenueOrder {
  VenueOrder(pair: pair, side: .buy, kind: kind, amount: amount, price: price)
}

@Suite struct RequestTextTests {
  /// The request of the documentation, for REST in this order.
  private func documented(symbol: String) -> RequestParameters {
    var parameters = RequestParameters()
    parameters.add("symbol", symbol)
    parameters.add("side", "BUY")
    parameters.add("type", "LIMIT")
    parameters.add("timeInForce", "GTC")
    parameters.add("quantity", "1")
    parameters.add("price", "0.1")
    parameters.add("recvWindow", 5000)
    parameters.add("timestamp", 1_499_827_319_559)
    return parameters
  }

  @Test func `writes the documented query in its order`() {
    #expect(
      documented(symbol: "LTCBTC").query
        == "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000"
        + "&timestamp=1499827319559")
  }

  @Test func `encodes what is not ASCII before it is signed`() {
    #expect(
      documented(symbol: "１２３４５６").query.hasPrefix(
        "symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&side=BUY"))
  }

  @Test(arguments: [
    ("a+b/c=", "a%2Bb%2Fc%3D"), ("-._~", "-._~"), (" &?\"", "%20%26%3F%22"), ("ü", "%C3%BC"), ("", ""),
  ])
  func `encodes strictly`(text: String, encoded: String) {
    #expect(text.percentEncoded == encoded)
  }

  @Test func `sorts the payload of the WebSocket API and leaves out the signature`() {
    var parameters = RequestParameters()
    parameters.add("symbol", "１２３４５６")
    parameters.add("signature", "abc")
    parameters.add("side", "SELL")
    parameters.add("apiKey", "K")
    parameters.add("quantity", "0.01000000")
    parameters.add("recvWindow", 100)
    #expect(parameters.webSocketPayload == "apiKey=K&quantity=0.01000000&recvWindow=100&side=SELL&symbol=１２３４５６")
  }

  @Test func `writes numbers in a frame as they are signed`() {
    var request = AccountRequest.orderCounts
    request.parameters.add("timestamp", 1_645_423_376_532)
    request.parameters.add("omit", true)
    request.parameters.add("price", "52000.00")
    let frame = request.frame(id: 7, parameters: request.parameters)
    #expect(
      frame.map { String(decoding: $0, as: UTF8.self) }
        == #"{"id":7,"method":"account.rateLimits.orders","params":{"timestamp":1645423376532,"omit":true,"price":"#
        + #""52000.00"}}"#)
    #expect(AccountRequest.restrictions.frame(id: 1, parameters: RequestParameters()) == nil)
  }
}

@Suite struct AccountRequestTests {
  @Test func `asks for a limit order with its labels`() {
    let request = AccountRequest.placing(
      NewOrder(
        order(.limit, .base(quantity("0.5")), price: price("100.25")), as: "b1-1", strategyID: 7,
        strategyType: 1_000_001, selfTradePrevention: .expireTaker))
    #expect(request.verb == .post)
    #expect(request.path == "/api/v3/order")
    #expect(request.method == "order.place")
    #expect((request.weight, request.orders) == (1, 1))
    #expect(
      request.parameters.query
        == "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.5&price=100.25&newClientOrderId=b1-1"
        + "&strategyId=7&strategyType=1000001&newOrderRespType=FULL&selfTradePreventionMode=EXPIRE_TAKER")
  }

  @Test func `asks for a market order by its value, without a time in force`() {
    let request = AccountRequest.placing(
      NewOrder(order(.market, .quote(Money(Fixed("50")!))), as: "x", timeInForce: .fillOrKill, answer: nil))
    #expect(request.parameters.query == "symbol=BTCUSDT&side=BUY&type=MARKET&quoteOrderQty=50&newClientOrderId=x")
  }

  @Test func `never writes an exponent`() {
    let request = AccountRequest.placing(NewOrder(order(.market, .base(quantity("0.00000001"))), as: "x"))
    #expect(request.parameters["quantity"] == .text("0.00000001"))
  }

  @Test func `cancels, replaces and amends by either identity`() {
    #expect(
      AccountRequest.canceling(.client("a"), of: pair, restriction: .onlyNew).parameters.query
        == "symbol=BTCUSDT&origClientOrderId=a&cancelRestrictions=ONLY_NEW")
    #expect(AccountRequest.canceling(.exchange(5), of: pair).parameters.query == "symbol=BTCUSDT&orderId=5")
    let replacing = AccountRequest.replacing(
      .exchange(5), by: NewOrder(order(.limitMaker, .base(quantity("1")), price: price("9")), as: "n", answer: nil))
    #expect(
      replacing.parameters.query
        == "symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=1&price=9&newClientOrderId=n"
        + "&cancelReplaceMode=STOP_ON_FAILURE&cancelOrderId=5")
    #expect(replacing.orders == 1)
    let amending = AccountRequest.amending(.client("a"), of: pair, to: quantity("0.4"), as: "a")
    #expect(amending.parameters.query == "symbol=BTCUSDT&origClientOrderId=a&newClientOrderId=a&newQty=0.4")
    #expect((amending.verb, amending.weight, amending.orders) == (.put, 4, 0))
  }

  private var exit: OneCancelsOther {
    OneCancelsOther(
      pair: pair, side: .sell, quantity: quantity("1"),
      above: ListLeg(.limitMaker, as: "a", price: price("120")),
      below: ListLeg(.stopLossLimit, as: "b", price: price("89"), stopPrice: price("90"), strategyID: 3))
  }

  @Test func `asks for a target and a stop`() {
    let request = AccountRequest.placing(exit, as: "l", selfTradePrevention: .expireMaker)
    #expect(request.orders == 2)
    #expect(
      request.parameters.query
        == "symbol=BTCUSDT&listClientOrderId=l&side=SELL&quantity=1&aboveType=LIMIT_MAKER&aboveClientOrderId=a"
        + "&abovePrice=120&belowType=STOP_LOSS_LIMIT&belowClientOrderId=b&belowPrice=89&belowStopPrice=90"
        + "&belowTimeInForce=GTC&belowStrategyId=3&newOrderRespType=FULL&selfTradePreventionMode=EXPIRE_MAKER")
  }

  @Test func `asks for an entry with a target and a stop`() {
    let working = NewOrder(
      order(.limit, .base(quantity("1")), price: price("100")), as: "w", timeInForce: .immediateOrCancel)
    let request = AccountRequest.placing(working, then: exit, as: "l")
    #expect(request.orders == 3)
    #expect(request.method == "orderList.place.otoco")
    #expect(
      request.parameters.query
        == "symbol=BTCUSDT&listClientOrderId=l&workingSide=BUY&workingQuantity=1&workingType=LIMIT"
        + "&workingClientOrderId=w&workingPrice=100&workingTimeInForce=IOC&pendingSide=SELL&pendingQuantity=1"
        + "&pendingAboveType=LIMIT_MAKER&pendingAboveClientOrderId=a&pendingAbovePrice=120"
        + "&pendingBelowType=STOP_LOSS_LIMIT&pendingBelowClientOrderId=b&pendingBelowPrice=89"
        + "&pendingBelowStopPrice=90&pendingBelowTimeInForce=GTC&pendingBelowStrategyId=3&newOrderRespType=FULL")
  }

  private static let queries: [(AccountRequest, String?, String?, Int)] = [
    (.order(.client("a"), of: pair), "/api/v3/order", "order.status", 4),
    (.openOrders(), "/api/v3/openOrders", "openOrders.status", 80),
    (.openOrders(of: pair), "/api/v3/openOrders", "openOrders.status", 6),
    (.allOrders(of: pair, from: 3), "/api/v3/allOrders", "allOrders", 20),
    (.fills(of: pair, order: 3), "/api/v3/myTrades", "myTrades", 5),
    (.fills(of: pair), "/api/v3/myTrades", "myTrades", 20),
    (.account, "/api/v3/account", "account.status", 20),
    (.commission(of: pair), "/api/v3/account/commission", "account.commission", 20),
    (.orderCounts, "/api/v3/rateLimit/order", "account.rateLimits.orders", 40),
    (.restrictions, "/sapi/v1/account/apiRestrictions", nil, 1),
    (.list(.client("l")), "/api/v3/orderList", "orderList.status", 4),
    (.logon, nil, "session.logon", 2),
    (.subscription, nil, "userDataStream.subscribe", 2),
    (.signedSubscription, nil, "userDataStream.subscribe.signature", 2),
  ]

  @Test(arguments: queries)
  func `asks by path, method and weight`(request: AccountRequest, path: String?, method: String?, weight: Int) {
    #expect(request.path == path)
    #expect(request.method == method)
    #expect(request.weight == weight)
    #expect(!request.placesOrders)
    #expect(request.verb == .get)
  }

  @Test func `takes lists and everything of a pair back`() {
    #expect(
      AccountRequest.cancelingList(.client("l"), of: pair).parameters.query
        == "symbol=BTCUSDT&listClientOrderId=l")
    #expect(AccountRequest.cancelingList(.exchange(2), of: pair).verb == .delete)
    #expect(AccountRequest.cancelingAll(of: pair).parameters.query == "symbol=BTCUSDT")
  }
}
