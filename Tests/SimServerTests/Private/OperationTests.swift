// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SimServer

/// What accounts can ask, by its names, and what it weighs.
@Suite struct OperationTests {
  @Test(arguments: PrivateOperation.allCases)
  func `an operation is found by both of its names`(operation: PrivateOperation) {
    let (method, path) = operation.rest
    #expect(PrivateOperation(method: method, path: path) == operation)
    #expect(PrivateOperation(socketMethod: operation.socketMethod) == operation)
    #expect(ApiMethod(name: "v3/\(operation.socketMethod)") == .account(operation))
    #expect(operation.faultNames == [path, "\(method) \(path)"])
    #expect(MarketRoutes.Route(rawValue: path) == nil)
    #expect(operation.changes == (method != "GET" && operation != .test))
  }

  /// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api
  @Test(arguments: [
    (PrivateOperation.place, "", 0, 1), (.cancel, "", 0, 1), (.cancelOpenOrders, "", 0, 1), (.replace, "", 0, 1),
    (.placeOCO, "", 0, 1), (.placeOTO, "", 0, 1), (.placeOTOCO, "", 0, 1), (.cancelList, "", 0, 1),
    (.test, "", 1, 1), (.test, "computeCommissionRates=true", 20, 20), (.amend, "", 4, 4), (.amendments, "", 4, 4),
    (.order, "", 4, 4), (.openOrders, "symbol=BTCUSDT", 6, 6), (.openOrders, "", 80, 80), (.allOrders, "", 20, 20),
    (.list, "", 4, 4), (.allLists, "", 20, 20), (.openLists, "", 6, 6), (.trades, "", 20, 20),
    (.trades, "orderId=1", 5, 5), (.preventedMatches, "preventedMatchId=1", 2, 2),
    (.preventedMatches, "orderId=1", 20, 20), (.account, "", 20, 20), (.commission, "", 20, 20),
    (.orderCounts, "", 40, 40), (.filters, "", 40, 40),
  ])
  func `an operation weighs what the venue says`(
    operation: PrivateOperation, query: String, served: Int, refused: Int
  ) throws {
    let parameters = try RestParameters(QueryText(query))
    #expect(operation.weight(parameters) == served)
    #expect(operation.failedWeight(parameters) == refused)
  }

  @Test func `names that the venue makes up are all different, and the same for the same seed`() {
    var (first, second) = (NameMint(seed: 7), NameMint(seed: 7))
    let names = (0..<1000).map { _ in first.next() }
    #expect(Set(names).count == 1000 && names.allSatisfy { $0.utf8.count == 22 })
    #expect(names == (0..<1000).map { _ in second.next() })
  }

  @Test(arguments: [
    ("", nil), ("withdraw", "canWithdraw"), ("fly", nil), ("no-trade,no-ip", "canTrade"),
  ])
  func `a key's rights are told by words`(words: String, right: String?) {
    let rights = KeyRights(words: words)
    #expect((rights == nil) == (right == nil))
    #expect(rights?.canWithdraw == (right == nil ? nil : right == "canWithdraw"))
    #expect(rights?.canTrade == (right == nil ? nil : right != "canTrade"))
  }
}
