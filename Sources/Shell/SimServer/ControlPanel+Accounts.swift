// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import TradingModel

/// The requests below `/sim` about accounts: what comes and goes from outside, and everything that the venue knows.
extension ControlPanel {
  /// `GET /sim/accounts`: balances, orders, lists and trades of all accounts, or of one.
  func accounts(_ query: QueryText) throws(SimRefusal) -> RestAnswer {
    let wanted = query["account"]
    let names = trading.accountNames.filter { $0 == wanted ?? $0 }
    guard wanted == nil || !names.isEmpty else { throw Self.unknownAccount(wanted ?? "") }
    let pairs = states.pairs.sorted()
    let views = trading.visit(at: pacer.clock.now()) { visit in
      names.compactMap { name in trading.accountID(name).flatMap { Self.view($0, name, pairs, visit) } }
    }
    return RestAnswer(["accounts": .array(views)])
  }

  private static func view(_ id: VenueAccountID, _ name: String, _ pairs: [Pair], _ visit: DeskVisit) -> Node? {
    guard let account = visit.venue.account(id) else { return nil }
    let documents = OrderDocuments(unit: .milliseconds)
    let orders = pairs.flatMap { visit.venue.allOrders(of: $0, by: id) }.sorted { $0.id < $1.id }
    let trades = pairs.flatMap { visit.venue.trades(of: $0, by: id) }.sorted { $0.id < $1.id }
    return [
      "name": .string(name),
      "balances": .array(
        account.balances.sorted { $0.key < $1.key }.map { asset, balance in
          ["asset": .string(asset.code), "free": .amount(balance.free), "locked": .amount(balance.locked)]
        }),
      "orders": .array(orders.map(documents.queried)), "trades": .array(trades.map(documents.trade)),
      "lists": .array(visit.venue.lists(by: id).map(documents.queried)),
    ]
  }

  /// `POST /sim/balances`: `{"deposit": {"USDT": "100"}, "withdraw": {"BTC": "0.1"}, "account": "default"}`.
  func move(_ node: Node) throws(SimRefusal) -> RestAnswer {
    guard case .object(let members) = node.content else { throw .unprocessable("the body is a JSON object") }
    let known = ["account", "deposit", "withdraw"]
    if let stranger = members.first(where: { !known.contains($0.key) }) {
      throw .unprocessable("unknown key \"\(stranger.key)\"; known are \(known.joined(separator: ", "))")
    }
    let name = node["account"].map { $0.string ?? "" } ?? trading.accountNames.first ?? ""
    guard let account = trading.accountID(name) else { throw Self.unknownAccount(name) }
    let (deposits, withdrawals) = (try Self.amounts("deposit", node), try Self.amounts("withdraw", node))
    guard !deposits.isEmpty || !withdrawals.isEmpty else { throw .unprocessable("give deposit, withdraw, or both") }
    do throws(RestRefusal) {
      try trading.visit(at: pacer.clock.now()) { (visit) throws(RestRefusal) in
        let now = visit.now
        for (asset, amount) in deposits { visit.venue.deposit(amount, of: asset, to: account, at: now) }
        for (asset, amount) in withdrawals {
          try visit.carryOut { (venue) throws(VenueRefusal) in
            try venue.withdraw(amount, of: asset, from: account, at: now)
          }
        }
      }
    } catch {
      throw .conflict(error.message)
    }
    return try accounts(QueryText(parameters: [.init(name: "account", value: name)]))
  }

  private static func amounts(_ key: String, _ node: Node) throws(SimRefusal) -> [(Asset, Fixed)] {
    guard let part = node[key] else { return [] }
    guard case .object(let members) = part.content else {
      throw .unprocessable("\(key) is an object of amounts by asset")
    }
    var amounts: [(Asset, Fixed)] = []
    for member in members {
      guard let asset = Asset(member.key),
        let amount = (member.value.string ?? member.value.number?.text)
          .flatMap({ Fixed($0) }), amount.isPositive, amount.isMultiple(of: Fixed(units: 10_000))
      else { throw .unprocessable("\(key).\(member.key) is a decimal above 0 with at most eight places") }
      amounts.append((asset, amount))
    }
    return amounts
  }

  private static func unknownAccount(_ name: String) -> SimRefusal {
    SimRefusal(status: 404, message: "there is no account \"\(name)\"")
  }
}
