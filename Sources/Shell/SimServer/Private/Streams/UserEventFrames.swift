// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import NIOCore
import TradingModel

/// What happens on an account, as one subscription is told it.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/user-data-stream
struct UserEventFrames {
  private let subscription: UserStreams.Subscription
  private let skew: Int64

  init(_ subscription: UserStreams.Subscription, skew: Int64) {
    self.subscription = subscription
    self.skew = skew
  }

  private var unit: VenueTimeUnit { subscription.unit }

  /// The frame of an event; nil for one that the venue doesn't tell.
  func frame(of event: VenueEvent) -> ByteBuffer? {
    let document: [(String, Node)]
    switch event.kind {
    case .execution(let execution): document = report(execution, at: event.time)
    case .list(let list): document = status(of: list, at: event.time)
    case .position(let balances): document = position(balances, at: event.time)
    case .balance(let asset, let change):
      document = [
        ("e", "balanceUpdate"), ("E", eventTime(event.time)), ("a", .string(asset.code)), ("d", .amount(change)),
        ("T", .time(event.time, unit)),
      ]
    case .wiped: return nil
    }
    return Self.frame(.members(document), of: subscription)
  }

  /// That a subscription has ended.
  static func terminated(_ subscription: UserStreams.Subscription, at time: Instant) -> ByteBuffer {
    frame(["e": "eventStreamTerminated", "E": .time(time, subscription.unit)], of: subscription)
  }

  private static func frame(_ event: Node, of subscription: UserStreams.Subscription) -> ByteBuffer {
    let node: Node = ["subscriptionId": .number(subscription.id), "event": event]
    return ByteBuffer(bytes: node.jsonBytes())
  }

  private func eventTime(_ time: Instant) -> Node { .time(time.advanced(byMilliseconds: skew), unit) }

  private func position(_ balances: [VenueAssetBalance], at time: Instant) -> [(String, Node)] {
    [
      ("e", "outboundAccountPosition"), ("E", eventTime(time)), ("u", .time(time, unit)),
      (
        "B",
        .array(
          balances.map { own in
            ["a": .string(own.asset.code), "f": .amount(own.balance.free), "l": .amount(own.balance.locked)]
          })
      ),
    ]
  }

  private func status(of list: VenueOrderListRecord, at time: Instant) -> [(String, Node)] {
    [
      ("e", "listStatus"), ("E", eventTime(time)), ("s", .string(list.pair.symbol)), ("g", .number(list.id)),
      ("c", .string(list.contingency.rawValue)), ("l", .string(list.statusType.rawValue)),
      ("L", .string(list.orderStatus.rawValue)), ("r", "NONE"), ("C", .string(list.clientListID)),
      ("T", .time(list.time, unit)),
      (
        "O",
        .array(
          list.members.map { member in
            [
              "s": .string(list.pair.symbol), "i": .number(member.orderID), "c": .string(member.clientOrderID),
            ]
          })
      ),
    ]
  }
}

// MARK: Execution reports

extension UserEventFrames {
  private func report(_ execution: VenueExecution, at time: Instant) -> [(String, Node)] {
    let (order, trade) = (execution.order, execution.trade)
    let terms = order.order
    var report: [(String, Node)] = [
      ("e", "executionReport"), ("E", eventTime(time)), ("s", .string(order.pair.symbol)),
      ("c", .string(execution.clientOrderID)), ("S", .side(order.side)), ("o", .string(terms.kind.rawValue)),
      ("f", .string(order.timeInForce.rawValue)), ("q", .amount(order.quantity.value)),
      ("p", .amount(terms.price?.value)), ("P", .amount(terms.stopPrice?.value)),
      ("F", .amount(terms.icebergQuantity?.value)), ("g", .number(order.listID ?? -1)),
      ("C", .string(execution.originalClientOrderID)), ("x", .string(execution.kind.rawValue)),
      ("X", .string(order.status.rawValue)), ("r", .string(order.rejectReason.rawValue)), ("i", .number(order.id)),
      ("l", .amount(trade?.quantity.value)), ("z", .amount(order.executed.value)), ("L", .amount(trade?.price.value)),
      ("n", trade.map { .amount($0.commission.amount) } ?? "0"),
      ("N", trade.map { .string($0.commission.asset.code) } ?? .null), ("T", .time(execution.time, unit)),
      ("t", .number(trade?.id ?? -1)), ("I", .number(execution.id)), ("w", .bool(execution.isOnBook)),
      ("m", .bool(trade?.isMaker ?? false)), ("M", .bool(trade != nil)), ("O", .time(order.time, unit)),
      ("Z", .amount(order.cumulativeQuote.value)), ("Y", .amount(trade?.quote.value)),
      ("Q", .amount(order.quoteAmount.value)),
    ]
    if let workingTime = order.workingTime { report.append(("W", .time(workingTime, unit))) }
    report.append(("V", .string(order.selfTradePrevention.rawValue)))
    report += conditional(execution)
    return report
  }

  private func conditional(_ execution: VenueExecution) -> [(String, Node)] {
    let order = execution.order
    var fields: [(String, Node)] = []
    if let delta = order.order.trailingDelta {
      fields += [("d", .number(delta)), ("D", order.trailingTime.map { .time($0, unit) } ?? -1)]
    }
    if let id = order.strategyID { fields.append(("j", .number(id))) }
    if let type = order.strategyType { fields.append(("J", .number(type))) }
    if let prevention = execution.prevention {
      let own = prevention.takerOrderID == order.id ? prevention.takerPrevented : prevention.makerPrevented
      let counter = prevention.takerOrderID == order.id ? prevention.makerOrderID : prevention.takerOrderID
      fields += [
        ("v", .number(prevention.id)), ("A", .amount(order.prevented.value)), ("B", .amount(own?.value)),
        ("u", .number(prevention.tradeGroup ?? -1)), ("U", .number(counter)),
        ("Cs", .string(prevention.pair.symbol)), ("pl", .amount(prevention.matched.value)),
        ("pL", .amount(prevention.price.value)),
        ("pY", .amount((try? prevention.price.times(prevention.matched, rounding: .down))?.value)),
      ]
    }
    if let reason = order.expiryReason { fields.append(("eR", .string(reason.rawValue))) }
    return fields
  }
}
