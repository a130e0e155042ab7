// SPDX-License-Identifier: Apache-2.0
import Documents
import TradingModel

/// What a server and its venue say of one account, read at one moment, and where they differ.
struct AccountAudit {
  private let account: Node
  private let venue: Node
  private let bots: [Node]
  private let orders: [Node]
  private var found: [String] = []

  /// Reads both sides. Nothing should move meanwhile.
  init(_ client: APIClient, _ venue: APIClient) async throws {
    let accounts = try await venue.get("/sim/accounts").node["accounts"]?.array ?? []
    self.venue = accounts.first ?? .null
    account = try await client.get("/api/v1/accounts/default").node
    bots = try await client.all("/api/v1/bots")
    var orders: [Node] = []
    for bot in bots { orders += try await client.all("/api/v1/bots/\(bot["name"]?.string ?? "")/orders") }
    self.orders = orders
  }

  /// How many orders the bots have placed.
  var orderCount: Int { orders.count }

  /// How many of them were never placed, as the server says.
  var rejectedCount: Int { orders.count { $0["status"]?.string == "rejected" } }

  /// Whether every order has ended or rests, so that both sides can be compared.
  var isSettled: Bool {
    orders.allSatisfy { !["submitting", "unknown"].contains($0["status"]?.string) } && account["hold"]?.isNull == true
  }

  /// What is wrong, in sentences; nothing where all is well.
  ///
  /// - Parameter external: what nobody but the owner has of each asset, and keeps.
  mutating func faults(external: [String: String]) -> [String] {
    checkOrders()
    checkBalances(external)
    return found
  }

  private mutating func expect(_ isTrue: Bool, _ sentence: @autoclosure () -> String) {
    if !isTrue { found.append(sentence()) }
  }

  private mutating func checkOrders() {
    let there = venue["orders"]?.array ?? []
    let ids = there.compactMap { $0["clientOrderId"]?.string }
    expect(Set(ids).count == ids.count, "orders were placed twice: \(ids.sorted())")
    let ours = Dictionary(orders.map { ($0["client_order_id"]?.string ?? "", $0) }) { first, _ in first }
    expect(ours.count == orders.count, "two of our orders have one identity")
    for order in there {
      let id = order["clientOrderId"]?.string ?? ""
      guard let own = ours[id] else {
        found.append("the venue has order \(id), which no bot owns: \(order.json())")
        continue
      }
      compare(own, order)
    }
    let known = Set(ids)
    for (id, own) in ours where !known.contains(id) {
      expect(own["status"]?.string == "rejected", "order \(id) is \(own["status"]?.string ?? ""), and not at the venue")
      expect(Self.decimal(own["filled"]) == .zero, "order \(id) was never placed, and is filled")
    }
  }

  private mutating func compare(_ own: Node, _ order: Node) {
    let id = own["client_order_id"]?.string ?? ""
    let filled = Self.decimal(order["executedQty"])
    expect(
      Self.decimal(own["filled"]) == filled,
      "order \(id) is filled for \(own["filled"]?.string ?? "") here and \(filled) there: \(order.json())")
    let isOpenThere = ["NEW", "PARTIALLY_FILLED"].contains(order["status"]?.string)
    let isOpenHere = ["open", "partially_filled"].contains(own["status"]?.string)
    expect(
      isOpenThere == isOpenHere,
      "order \(id) is \(own["status"]?.string ?? "") here and \(order["status"]?.string ?? "") there")
    expect(Self.decimal(own["amount"]) == Self.decimal(order["origQty"]), "order \(id) has another amount there")
  }

  private mutating func checkBalances(_ external: [String: String]) {
    let there = Dictionary(
      (venue["balances"]?.array ?? []).map { balance in
        (balance["asset"]?.string ?? "", Self.decimal(balance["free"]) + Self.decimal(balance["locked"]))
      }
    ) { first, _ in first }
    let here = account["balances"]?.array ?? []
    for balance in here {
      let asset = balance["asset"]?.string ?? ""
      let total = Self.decimal(balance["total"])
      expect(total == there[asset] ?? .zero, "\(asset): \(total) here and \(there[asset] ?? .zero) there")
      expect(
        Self.decimal(balance["missing"]) == .zero, "\(balance["missing"]?.string ?? "") \(asset) are missing")
      expect(
        Self.decimal(balance["external"]) == external[asset].flatMap { Fixed($0) } ?? .zero,
        "\(balance["external"]?.string ?? "") \(asset) are external: what bots own is not what they have traded")
      let owned = (balance["bots"]?.array ?? []).reduce(Fixed.zero) { $0 + Self.decimal($1["owned"]) }
      expect(
        owned + Self.decimal(balance["dust"]) + Self.decimal(balance["external"]) == total,
        "the parts of \(asset) don't add up to \(total): \(balance.json())")
    }
    for (asset, total) in there where !total.isZero {
      expect(here.contains { $0["asset"]?.string == asset }, "\(asset) is there and not shown here")
    }
  }

  private static func decimal(_ node: Node?) -> Fixed { node?.string.flatMap { Fixed($0) } ?? .zero }
}
