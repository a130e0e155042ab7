// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing

@Suite struct `The audit of the books` {
  /// Somebody who bought 2 at 10 for a fee of 0.02 and sold them at 11 for 0.022: as the API tells it.
  private static let text = """
    {"bot": {"name": "a", "state": "RUNNING", "open_trades": 0, "dry_run_wallet": "100", "available": "101.958",
      "realized_profit": "1.958", "equity": "101.958"},
     "orders": [
      {"id": 2, "client_order_id": "x", "side": "buy", "status": "filled", "amount": "2", "filled": "2", "fee": "0.02"},
      {"id": 3, "client_order_id": "y", "side": "sell", "status": "filled", "amount": "2", "filled": "2",
       "fee": "0.022"}],
     "fills": [{"order_id": 2, "fill_id": "f", "price": "10", "amount": "2", "fee": "0.02"},
      {"order_id": 3, "fill_id": "g", "price": "11", "amount": "2", "fee": "0.022"}],
     "trades": [{"id": 1, "status": "closed", "pair": "BTC/USDT", "amount": "2", "profit_abs": "1.958"}]}
    """

  private func faults(_ change: (String) -> String = { $0 }) throws -> [String] {
    var audit = try Self.audit(of: change(Self.text))
    return audit.faults(against: try Self.sightings())
  }

  private static func audit(of text: String) throws -> FleetAudit {
    let node = try JSONParser().parse(text)
    let orders = node["orders"]?.array ?? []
    let trades = (node["trades"]?.array ?? []).map { trade in
      Node.object((trade.object ?? []) + [Node.Member(key: "orders", value: .array(orders))])
    }
    let events = (node["fills"]?.array ?? []).enumerated().compactMap { index, fill in
      StreamedEvent("id: \(index + 1)\nevent: order.filled\ndata: \(fill.json())")
    }
    return FleetAudit(
      books: [FleetAudit.Books(bot: node["bot"] ?? .null, orders: orders, trades: trades)], events: events)
  }

  /// All of it was seen before.
  private static func sightings() throws -> Sightings.Content {
    var seen = Sightings.Content()
    let node = try JSONParser().parse(text)
    let orders = node["orders"]?.array ?? []
    for order in orders { seen.orders[order["id"]?.int64 ?? 0] = order }
    for (index, fill) in (node["fills"]?.array ?? []).enumerated() {
      seen.events[Int64(index + 1)] = StreamedEvent("id: \(index + 1)\nevent: order.filled\ndata: \(fill.json())")
    }
    let trade = Node.object(
      (node["trades"]?[0]?.object ?? []) + [Node.Member(key: "orders", value: .array(orders))])
    seen.trades[1] = trade
    seen.states["a"] = ["RUNNING"]
    return seen
  }

  @Test func `finds nothing wrong with books in order`() throws {
    #expect(try faults().isEmpty)
  }

  @Test(arguments: [
    (#""available": "101.958""#, #""available": "101.957""#, "in hand"),
    (#""state": "RUNNING""#, #""state": "PAUSED""#, "should be"),
    (#""realized_profit": "1.958""#, #""realized_profit": "2""#, "realized"),
    (#""id": 3, "client"#, #""id": 4, "client"#, "order 3 is gone"),
    (#""id": 1, "status""#, #""id": 5, "status""#, "trade 1 is gone"),
    (#""client_order_id": "y""#, #""client_order_id": "x""#, "twice"),
    (#""fill_id": "g", "price": "11""#, #""fill_id": "g", "price": "12""#, "event 2"),
    (#""filled": "2", "fee": "0.02""#, #""filled": "1", "fee": "0.02""#, "by its fills"),
    (#""profit_abs": "1.958""#, #""profit_abs": "1.9""#, "trade 1 made"),
    (#""open_trades": 0"#, #""open_trades": 1"#, "open trades"),
  ])
  func `names what was planted`(before: String, after: String, words: String) throws {
    let found = try faults { $0.replacing(before, with: after) }
    #expect(found.contains { $0.contains(words) }, "\(found)")
  }
}
