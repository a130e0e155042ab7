// SPDX-License-Identifier: Apache-2.0

import DequeModule
import TradingModel

extension TradingVenueModel {
  /// Takes the events that have happened since they were last taken, in causal order.
  public mutating func takeEvents() -> [VenueEvent] {
    defer { events.removeAll(keepingCapacity: true) }
    return Array(events)
  }

  mutating func append(_ kind: VenueEvent.Kind, to account: VenueAccountID, at now: Instant) {
    if events.count >= settings.eventsMax { _ = events.popFirst() }
    events.append(VenueEvent(number: numbers.take(\.event), account: account, time: now, kind: kind))
  }

  /// What a report says besides the order.
  struct ReportDetail {
    var clientOrderID: String?
    var originalClientOrderID = ""
    var trade: VenueTrade?
    var prevention: VenuePreventedMatch?
  }

  /// Tells what became of an order.
  ///
  /// - Returns: the report's number.
  @discardableResult
  mutating func report(
    _ kind: VenueExecution.Kind, _ id: Int64, of account: VenueAccountID, at now: Instant,
    _ detail: ReportDetail = ReportDetail()
  ) -> Int64 {
    let number = numbers.take(\.execution)
    guard let order = books[account]?.order(id) else { return number }
    let execution = VenueExecution(
      id: number, kind: kind, order: order, clientOrderID: detail.clientOrderID ?? order.clientOrderID,
      originalClientOrderID: detail.originalClientOrderID, trade: detail.trade, prevention: detail.prevention,
      isOnBook: order.isWorking && order.status.isOpen, time: now)
    append(.execution(execution), to: account, at: now)
    touch(account)
    return number
  }

  /// Tells what became of a list.
  mutating func tell(
    _ statusType: VenueOrderListRecord.StatusType, _ listID: Int64, of account: VenueAccountID, at now: Instant
  ) {
    books[account]?.changeList(listID) { list in
      list.statusType = statusType
      list.orderStatus = statusType == .allDone ? .allDone : .executing
      list.time = now
    }
    guard let list = books[account]?.list(listID) else { return }
    append(.list(list), to: account, at: now)
  }

  /// Remembers that balances of an account may have changed.
  mutating func touch(_ account: VenueAccountID, _ asset: Asset? = nil) {
    if let index = touched.firstIndex(where: { $0.id == account }) {
      if let asset { touched[index].assets.insert(asset) }
    } else {
      touched.append((account, asset.map { [$0] } ?? []))
    }
  }

  /// Ends what a request or a trade began: tells the balances that may have changed, once per account.
  mutating func settle(at now: Instant) {
    for (id, assets) in touched {
      books[id]?.prune(keeping: settings.closedOrdersMax)
      guard !assets.isEmpty else { continue }
      books[id]?.account.updateTime = now
      append(.position(balances(of: assets, on: id)), to: id, at: now)
    }
    touched.removeAll(keepingCapacity: true)
  }

  func balances(of assets: Set<Asset>, on id: VenueAccountID) -> [VenueAssetBalance] {
    assets.sorted().map { VenueAssetBalance(asset: $0, balance: book(id).account.balance(of: $0)) }
  }
}
