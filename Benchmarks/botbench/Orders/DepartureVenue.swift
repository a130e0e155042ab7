// SPDX-License-Identifier: Apache-2.0

import Ports
import RiskRules
import Synchronization
import TradingModel

/// The real account, with a note of when each order's gate was asked: its bytes are signed and ready then, and the
/// socket is next.
final class DepartureVenue: TradingVenue {
  private struct State {
    var departures: [ContinuousClock.Instant] = []
    var failures: [String] = []
  }

  private let account: any TradingVenue
  private let state = Mutex(State())

  init(_ account: any TradingVenue) { self.account = account }

  /// When gates were asked since the last call.
  func takeDepartures() -> [ContinuousClock.Instant] {
    state.withLock { state in
      defer { state.departures.removeAll(keepingCapacity: true) }
      return state.departures
    }
  }

  /// What did not go as it should: there is nothing here that could refuse.
  var failures: [String] { state.withLock { $0.failures } }

  func place(_ order: ApprovedOrder, as id: ClientOrderID, gate: SendGate) async -> PlacementOutcome {
    let noting = SendGate {
      self.state.withLock { $0.departures.append(ContinuousClock.now) }
      return gate.refusal()
    }
    let outcome = await account.place(order, as: id, gate: noting)
    switch outcome {
    case .accepted: break
    case .refused(let reason), .denied(let reason), .unknown(let reason): fail("place: \(reason)")
    }
    return outcome
  }

  func cancel(_ id: ClientOrderID, of pair: Pair) async -> CancelOutcome {
    let outcome = await account.cancel(id, of: pair)
    switch outcome {
    case .canceled: break
    case .notOpen(let reason), .unknown(let reason): fail("cancel: \(reason)")
    }
    return outcome
  }

  private func fail(_ reason: String) { state.withLock { $0.failures.append(reason) } }

  func order(_ id: ClientOrderID, of pair: Pair) async -> OrderLookup { await account.order(id, of: pair) }

  func openOrders() async throws(VenueFailure) -> [VenueOrderState] { try await account.openOrders() }

  func fills(of exchangeOrderID: String, pair: Pair) async throws(VenueFailure) -> [VenueFill] {
    try await account.fills(of: exchangeOrderID, pair: pair)
  }

  func balances() async throws(VenueFailure) -> AccountBalances { try await account.balances() }

  func restrictions() async throws(VenueFailure) -> KeyRestrictions? { try await account.restrictions() }

  func run(_ sink: any AccountSink) async { await account.run(sink) }
}
