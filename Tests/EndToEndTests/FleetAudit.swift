// SPDX-License-Identifier: Apache-2.0
import Documents
import TradingModel

/// Everything that a server shows of its bots, read at one moment, and what is wrong with it.
struct FleetAudit {
  /// Of each bot.
  struct Books {
    let bot: Node
    let orders: [Node]
    let trades: [Node]
  }

  private let books: [Books]
  private let events: [StreamedEvent]
  private var found: [String] = []

  /// The fills of each order, by number.
  private var fills: [Int64: [Node]] = [:]

  static let types = "order,trade"

  init(books: [Books], events: [StreamedEvent]) {
    self.books = books
    self.events = events
    for event in events where event.kind == "order.filled" {
      let fill = event.node
      fills[fill["order_id"]?.int64 ?? 0, default: []].append(fill)
    }
  }

  /// Reads everything.
  init(_ client: APIClient) async throws {
    var books: [Books] = []
    let events = try await client.events(types: Self.types)
    for bot in try await client.all("/api/v1/bots") {
      let path = "/api/v1/bots/\(bot["name"]?.string ?? "")"
      books.append(
        Books(bot: bot, orders: try await client.all(path + "/orders"), trades: try await client.all(path + "/trades")))
    }
    self.init(books: books, events: events)
  }

  /// What is wrong, in sentences; nothing where all is well.
  mutating func faults(against seen: Sightings.Content) -> [String] {
    checkNothingDoubled()
    checkNothingMissing(seen)
    for book in books { check(book, seen) }
    return found
  }

  private mutating func expect(_ isTrue: Bool, _ sentence: @autoclosure () -> String) {
    if !isTrue { found.append(sentence()) }
  }

  private mutating func checkNothingDoubled() {
    let orders = books.flatMap(\.orders)
    let trades = books.flatMap(\.trades)
    expectNoneTwice("order ids", orders.map { $0["id"]?.number?.text ?? "" })
    expectNoneTwice("client order ids", orders.map { $0["client_order_id"]?.string ?? "" })
    expectNoneTwice("trade ids", trades.map { $0["id"]?.number?.text ?? "" })
    for (order, fills) in fills {
      expectNoneTwice("fills of order \(order)", fills.map { $0["fill_id"]?.string ?? "" })
    }
    expect(zip(events, events.dropFirst()).allSatisfy { $0.id < $1.id }, "events are out of order")
  }

  private mutating func expectNoneTwice(_ noun: String, _ ids: [String]) {
    expect(Set(ids).count == ids.count, "\(noun) stand twice: \(ids.sorted())")
  }

  private mutating func checkNothingMissing(_ seen: Sightings.Content) {
    let kept = Dictionary(events.map { ($0.id, $0) }) { first, _ in first }
    for (id, event) in seen.events where kept[id] != event {
      found.append("event \(id) was \(event), and is \(kept[id].map { "\($0)" } ?? "gone")")
    }
    compare(
      seen.orders, books.flatMap(\.orders), "order",
      isFinal: { order in
        ["filled", "canceled", "rejected", "expired"].contains(order["status"]?.string)
      }, lasting: ["client_order_id", "bot", "trade_id", "pair", "side", "type", "price", "amount", "created_at"])
    compare(
      seen.trades, books.flatMap(\.trades), "trade",
      isFinal: { trade in
        trade["status"]?.string == "closed"
      }, lasting: ["bot", "pair", "opened_at", "enter_tag"])
    let shown = Set(books.flatMap(\.orders).compactMap { $0["id"]?.int64 })
    for order in fills.keys.sorted() { expect(shown.contains(order), "order \(order) was filled and is gone") }
  }

  private mutating func compare(
    _ seen: [Int64: Node], _ shown: [Node], _ noun: String, isFinal: (Node) -> Bool, lasting: [String]
  ) {
    let shown = Dictionary(shown.map { ($0["id"]?.int64 ?? 0, $0) }) { first, _ in first }
    for (id, before) in seen {
      guard let now = shown[id] else {
        found.append("\(noun) \(id) is gone: it was \(before.json())")
        continue
      }
      let isSame = isFinal(before) ? now == before : lasting.allSatisfy { now[$0] == before[$0] }
      expect(isSame, "\(noun) \(id) was \(before.json()) and is \(now.json())")
    }
  }

  // MARK: One bot

  private mutating func check(_ book: Books, _ seen: Sightings.Content) {
    let name = book.bot["name"]?.string ?? ""
    let state = book.bot["state"]?.string ?? ""
    let states = seen.states[name] ?? []
    expect(states.contains(state), "\(name) is \(state) and should be \(states.sorted())")
    for order in book.orders { checkFills(of: order) }
    for trade in book.trades { checkOrders(of: trade) }
    let open = book.trades.filter { $0["status"]?.string == "open" }
    expect(
      Set(open.compactMap { $0["pair"]?.string }).count == open.count, "\(name) has a pair in two open trades")
    expect(Int64(open.count) == book.bot["open_trades"]?.int64, "\(name) has \(open.count) open trades")
    checkWallet(book, name)
  }

  private mutating func checkWallet(_ book: Books, _ name: String) {
    guard book.bot["available"]?.string != nil else {
      return expect(book.orders.isEmpty, "\(name) has orders and no wallet")
    }
    let initial = Self.decimal(book.bot["dry_run_wallet"])
    var available = initial
    for order in book.orders { available = available + Self.flow(of: order, fills) }
    expect(
      available == Self.decimal(book.bot["available"]),
      "\(name) has \(book.bot["available"]?.string ?? "-") in hand; its fills leave \(available)")
    let closed = book.trades.filter { $0["status"]?.string == "closed" }
    let realized = closed.reduce(Fixed.zero) { $0 + Self.decimal($1["profit_abs"]) }
    expect(
      realized == Self.decimal(book.bot["realized_profit"]),
      "\(name) has realized \(book.bot["realized_profit"]?.string ?? "-"); its trades made \(realized)")
    expect(
      initial + realized == Self.decimal(book.bot["equity"]), "\(name): equity \(book.bot["equity"]?.string ?? "-")")
  }

  private mutating func checkFills(of order: Node) {
    let id = order["id"]?.int64 ?? 0
    let fills = fills[id] ?? []
    let filled = fills.reduce(Fixed.zero) { $0 + Self.decimal($1["amount"]) }
    let fee = fills.reduce(Fixed.zero) { $0 + Self.decimal($1["fee"]) }
    expect(
      filled == Self.decimal(order["filled"]), "order \(id): \(filled) by its fills, \(order["filled"]?.string ?? "-")")
    expect(fee == Self.decimal(order["fee"]), "order \(id): fee \(fee) by its fills, \(order["fee"]?.string ?? "-")")
    expect(filled <= Self.decimal(order["amount"]), "order \(id) is filled beyond its amount")
    if order["status"]?.string == "filled" {
      expect(filled == Self.decimal(order["amount"]), "order \(id) is filled and is not")
    }
  }

  private mutating func checkOrders(of trade: Node) {
    let id = trade["id"]?.int64 ?? 0
    let orders = trade["orders"]?.array ?? []
    func amount(_ side: String) -> Fixed {
      orders.filter { $0["side"]?.string == side }.reduce(.zero) { $0 + Self.decimal($1["filled"]) }
    }
    expect(amount("buy") == Self.decimal(trade["amount"]), "trade \(id): its buys are \(amount("buy"))")
    guard trade["status"]?.string == "closed" else {
      return expect(amount("sell") < amount("buy"), "trade \(id) is open and sold")
    }
    expect(amount("sell") == amount("buy"), "trade \(id) is closed and not sold")
    let profit = orders.reduce(Fixed.zero) { $0 + Self.flow(of: $1, fills) }
    expect(
      profit == Self.decimal(trade["profit_abs"]),
      "trade \(id) made \(profit), not \(trade["profit_abs"]?.string ?? "-")")
  }

  /// What an order's fills brought, or cost, after fees.
  private static func flow(of order: Node, _ fills: [Int64: [Node]]) -> Fixed {
    let isBuy = order["side"]?.string == "buy"
    return (fills[order["id"]?.int64 ?? 0] ?? []).reduce(.zero) { sum, fill in
      let value = try? decimal(fill["price"]).multiplied(by: decimal(fill["amount"]), rounding: .halfEven)
      return (isBuy ? sum - (value ?? .zero) : sum + (value ?? .zero)) - decimal(fill["fee"])
    }
  }

  private static func decimal(_ node: Node?) -> Fixed { node?.string.flatMap { Fixed($0) } ?? .zero }
}
