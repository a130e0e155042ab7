// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Logging
public import Ports
public import RiskRules
public import TradingModel

// Placing orders and taking them back.

extension BinanceAccount {
  /// The smallest label that the venue takes; what is added to it says what the order is for.
  private static let strategyTypeBase: Int64 = 1_000_000

  public func place(_ order: ApprovedOrder, as id: ClientOrderID, gate: SendGate) async -> PlacementOutcome {
    let pair = order.terms.pair
    directory.insert(pair)
    let isExit = order.purpose.closes
    let request = AccountRequest.placing(
      NewOrder(
        VenueOrder(order.terms), as: id.description, timeInForce: order.terms.timeInForce, strategyID: id.bot.value,
        strategyType: Self.strategyTypeBase + order.purpose.label,
        selfTradePrevention: isExit ? .expireMaker : .expireTaker))
    switch await ask(request, isExit ? .exits : .entries, departure: Departure(gate: gate, isExit: isExit)) {
    case .notSent(let reason): return .denied(reason: reason)
    case .lost(let reason): return .unknown(reason: reason)
    case .answered(let answer):
      if VerdictTable.isWrongTime(answer.error) { await correction.correct() }
      switch VerdictTable.placement(status: answer.status, error: answer.error) {
      case .accepted: return accepted(answer, pair: pair)
      case .refused: return .refused(reason: answer.words)
      case .notOpen, .unknown: return .unknown(reason: answer.words)
      }
    }
  }

  /// An answer that can't be read proves nothing but that there was one.
  private func accepted(_ answer: VenueAnswer, pair: Pair) -> PlacementOutcome {
    do {
      let report = try answer.read(AccountAnswers.order)
      let state = try VenueOrderState(report, pair: pair)
      var fills: [VenueFill] = []
      for fill in report.fills ?? [] { fills.append(try VenueFill(fill, of: state)) }
      return .accepted(state, fills: fills)
    } catch {
      log.error("the answer to an order can't be read", metadata: ["error": "\(error)"])
      return .unknown(reason: "the venue's answer can't be read: \(error)")
    }
  }

  public func cancel(_ id: ClientOrderID, of pair: Pair) async -> CancelOutcome {
    let request = AccountRequest.canceling(.client(id.description), of: pair)
    var reason = ""
    for _ in 0..<2 {
      switch await ask(request, .cancels) {
      case .notSent(let why), .lost(let why): return .unknown(reason: why)
      case .answered(let answer):
        reason = answer.words
        switch VerdictTable.cancel(status: answer.status, error: answer.error) {
        case .accepted: return canceled(id, answer, pair: pair)
        case .notOpen: return .notOpen(reason: reason)
        case .refused where VerdictTable.isWrongTime(answer.error): await correction.correct()
        case .refused, .unknown: return .unknown(reason: reason)
        }
      }
    }
    return .unknown(reason: reason)
  }

  /// The answer is the order, or, where it was one of a list, all of the list.
  private func canceled(_ id: ClientOrderID, _ answer: VenueAnswer, pair: Pair) -> CancelOutcome {
    do {
      let report: OrderReport?
      if let order = try? answer.read(AccountAnswers.order) {
        report = order
      } else {
        report = try answer.read(AccountAnswers.list)
          .reports.first { $0.ownClientOrderID == id.description }
      }
      guard let report else { return .unknown(reason: "the venue's answer names another order") }
      return .canceled(try VenueOrderState(report, pair: pair))
    } catch {
      return .unknown(reason: "the venue's answer can't be read: \(error)")
    }
  }
}

extension OrderPurpose {
  /// Whether the order closes something: what protects money.
  fileprivate var closes: Bool {
    switch self {
    case .entry, .addition: false
    case .exit, .partialExit: true
    }
  }

  /// What it is for, as a label that comes back in the venue's reports.
  fileprivate var label: Int64 {
    switch self {
    case .entry: 1
    case .addition: 2
    case .exit: 3
    case .partialExit: 4
    }
  }
}
