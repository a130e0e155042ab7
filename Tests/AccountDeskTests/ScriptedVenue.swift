// SPDX-License-Identifier: Apache-2.0

import Ports
import RiskRules
import Synchronization
import TradingModel

/// A venue that answers what a test wants, when it wants, and writes down what is asked.
final class ScriptedVenue: TradingVenue {
  struct State {
    var asked: [String] = []
    var placement: PlacementOutcome = .unknown(reason: "no script")
    var cancel: CancelOutcome = .unknown(reason: "no script")
    var lookup: OrderLookup = .failed(reason: "no script")
    var fills: [VenueFill]?
    var open: [VenueOrderState]? = []
    var balances: AccountBalances?
    var sink: (any AccountSink)?
    var watchers: [(test: @Sendable ([String]) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
  }

  let state = Mutex(State())

  func set(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

  var asked: [String] { state.withLock { $0.asked } }

  /// Offers an event as the stream does.
  func offer(_ event: AccountEvent) { state.withLock { $0.sink }?.offer(event) }

  /// Waits until what was asked passes a test.
  func wait(_ test: @escaping @Sendable ([String]) -> Bool) async {
    await withCheckedContinuation { continuation in
      let isDone = state.withLock { state in
        if test(state.asked) { return true }
        state.watchers.append((test, continuation))
        return false
      }
      if isDone { continuation.resume() }
    }
  }

  func place(_ order: ApprovedOrder, as id: ClientOrderID, gate: SendGate) async -> PlacementOutcome {
    if let refusal = gate.refusal() {
      note("held \(id.sequence)")
      return .denied(reason: refusal)
    }
    note("place \(id.sequence)")
    return state.withLock { $0.placement }
  }

  func cancel(_ id: ClientOrderID, of pair: Pair) async -> CancelOutcome {
    note("cancel \(id.sequence)")
    return state.withLock { $0.cancel }
  }

  func order(_ id: ClientOrderID, of pair: Pair) async -> OrderLookup {
    note("query \(id.sequence)")
    return state.withLock { $0.lookup }
  }

  func openOrders() async throws(VenueFailure) -> [VenueOrderState] {
    note("open orders")
    guard let open = state.withLock({ $0.open }) else { throw VenueFailure("no route") }
    return open
  }

  func fills(of exchangeOrderID: String, pair: Pair) async throws(VenueFailure) -> [VenueFill] {
    note("fills \(exchangeOrderID)")
    guard let fills = state.withLock({ $0.fills }) else { throw VenueFailure("no route") }
    return fills
  }

  func balances() async throws(VenueFailure) -> AccountBalances {
    note("balances")
    guard let balances = state.withLock({ $0.balances }) else { throw VenueFailure("no route") }
    return balances
  }

  func restrictions() async throws(VenueFailure) -> KeyRestrictions? { nil }

  func run(_ sink: any AccountSink) async {
    state.withLock { $0.sink = sink }
    note("run")
    // Until cancelled, as a connection is kept.
    for await _ in AsyncStream<Never>.makeStream().stream {}
  }

  private func note(_ word: String) {
    let due = state.withLock { state in
      state.asked.append(word)
      let due = state.watchers.filter { $0.test(state.asked) }
      state.watchers.removeAll { $0.test(state.asked) }
      return due
    }
    for watcher in due { watcher.continuation.resume() }
  }
}
