// SPDX-License-Identifier: Apache-2.0

// AccountDesk: the live side of an account. It sends what bots ask and finds out what became of it; what it knows is a
// value of the core, `OrderTracker`.

import Ledger
import Logging
import Metrics
public import Ports
public import RiskRules
import Synchronization
public import TradingModel

/// Sends an account's orders and finds out what becomes of them, by one path for start, reconnect and every day.
public final class AccountDesk: LiveDesk {
  public let account: AccountName
  public let feeRate: Ratio

  private let venue: any TradingVenue
  private let clock: any VenueClock
  private let time: MonotonicTime
  private let killSwitch: KillSwitch
  private let log: Logger
  private let state: Mutex<State>
  private let jobs: AsyncStream<Job>
  private let enqueue: AsyncStream<Job>.Continuation
  private let figures: DeskFigures

  private struct State {
    var tracker: OrderTracker
    var tell: (@Sendable (AccountNotice) -> Void)?
    /// What happened before anybody listened.
    var untold: [AccountNotice] = []
    var isConnected = false
    /// Counts the times that the stream came up.
    var connection = 0
    /// Why nothing may be opened, as it was told last.
    var hold: String?
    /// Whether all that the account has was looked at since the stream came up.
    var isMerged = false
    /// When the account is to be looked at, sooner than it would be; nil where it need not.
    var lookAt: ContinuousClock.Instant?
  }

  /// Something to ask of the venue.
  private enum Job: Sendable {
    case place(ApprovedOrder, ClientOrderID, Decided)
    case cancel(ClientOrderID, Pair)
    case query(ClientOrderID, Pair)
    case fetch(ClientOrderID, exchangeOrderID: String, Pair)
  }

  /// How often the clock is looked at.
  private static let beat = Duration.milliseconds(50)
  /// How long is waited between two looks at the whole account, in venue time, and no less than so long in ours.
  private static let (reconcileInterval, shortestInterval) = (Duration.seconds(30), Duration.seconds(3))
  /// How long is waited after a look that failed.
  private static let retryInterval = Duration.seconds(2)
  private static let notReconciled = "it is not reconciled with the venue yet"

  /// A desk that asks nothing before ``run()``.
  ///
  /// - Parameters:
  ///   - feeRate: what the venue takes of an order's value at most.
  ///   - feeValue: what a fill's commission is worth in the quote asset.
  public init(
    account: AccountName, venue: any TradingVenue, feeRate: Ratio, clock: any VenueClock, time: MonotonicTime = .system,
    killSwitch: KillSwitch, feeValue: @escaping @Sendable (VenueFill) -> Money
  ) {
    self.account = account
    self.venue = venue
    self.feeRate = feeRate
    self.clock = clock
    self.time = time
    self.killSwitch = killSwitch
    log = Logger(label: "botyard.account.\(account)")
    figures = DeskFigures(account: account)
    state = Mutex(State(tracker: OrderTracker(feeValue: feeValue), hold: Self.notReconciled))
    (jobs, enqueue) = AsyncStream.makeStream(of: Job.self)
  }

  // MARK: What the shard asks

  public func open(_ tell: @escaping @Sendable (AccountNotice) -> Void) {
    state.withLock { state in
      state.tell = tell
      tell(.hold(state.hold))
      for notice in state.untold { tell(notice) }
      state.untold = []
    }
  }

  public func send(_ request: OrderRequest, _ decided: Decided) {
    switch request {
    case .place(let order, let id):
      state.withLock { $0.tracker.placing(id, pair: order.terms.pair) }
      enqueue.yield(.place(order, id, decided))
    case .cancel(let id, _): change { tracker, _ in tracker.cancel(id) }
    case .query(let id, _): change { tracker, now in tracker.query(id, at: now) }
    }
  }

  public func restore(_ order: Order, fills: [FillID]) {
    change { tracker, now in
      tracker.restore(order, fills: fills, at: now)
      return []
    }
  }

  public func settle(_ id: ClientOrderID) {
    state.withLock { $0.tracker.settle(id) }
  }

  public func follow(_ state: VenueOrderState, fill: VenueFill?) {
    change { tracker, now in tracker.streamed(state, fill: fill, at: now) }
  }

  public func lookAgain(after wait: Duration) {
    let then = time.now() + wait
    state.withLock { $0.lookAt = min($0.lookAt ?? then, then) }
  }

  // MARK: Running

  /// Keeps the account's stream up, carries out what is asked, and looks at the whole account again and again, until
  /// cancelled.
  public func run() async {
    await withDiscardingTaskGroup { group in
      group.addTask { await self.venue.run(self) }
      group.addTask { await self.keepTime() }
      group.addTask { await self.reconcileAgainAndAgain() }
      for await job in jobs {
        group.addTask { await self.carryOut(job) }
      }
      group.cancelAll()
    }
  }

  /// Asks what is due.
  private func keepTime() async {
    while (try? await time.sleep(Self.beat)) != nil {
      change { tracker, now in tracker.tick(at: now) }
    }
  }

  private func carryOut(_ job: Job) async {
    switch job {
    case .place(let order, let id, let decided):
      let outcome = await venue.place(order, as: id, gate: gate(for: order, decided))
      figures.count(outcome)
      if case .unknown(let reason) = outcome { log.warning("order \(id): the outcome is not known: \(reason)") }
      change { tracker, now in tracker.placed(id, outcome, at: now) }
    case .cancel(let id, let pair):
      let outcome = await venue.cancel(id, of: pair)
      change { tracker, now in tracker.canceled(id, outcome, at: now) }
    case .query(let id, let pair):
      let lookup = await venue.order(id, of: pair)
      if case .failed(let reason) = lookup { log.warning("order \(id) can't be looked up: \(reason)") }
      change { tracker, now in tracker.found(id, lookup, at: now) }
    case .fetch(let id, let exchangeOrderID, let pair):
      var fills: [VenueFill]?
      do throws(VenueFailure) {
        fills = try await venue.fills(of: exchangeOrderID, pair: pair)
      } catch {
        log.warning("the fills of order \(id) can't be fetched: \(error)")
      }
      change { [fills] tracker, now in tracker.fetched(id, fills, at: now) }
    }
  }

  /// How long after it was decided an entry may leave; what was right then need not be later. An exit always may.
  private static let entryAgeMax = Duration.seconds(5)

  /// What is asked in the last moment: the kill switch, and how old an entry is.
  private func gate(for order: ApprovedOrder, _ decided: Decided) -> SendGate {
    let isBuying = order.purpose == .entry || order.purpose == .addition
    return SendGate { [killSwitch, time] in
      if let refusal = killSwitch.refusal(decidedIn: decided.killEpoch, isBuying: isBuying) { return refusal }
      let age = decided.at.duration(to: time.now())
      return isBuying && age > Self.entryAgeMax ? "it was decided \(age) ago" : nil
    }
  }

  // MARK: Reconciliation

  private func reconcileAgainAndAgain() async {
    var wait = Duration.zero
    while (try? await waitToReconcile(wait)) != nil {
      wait = await reconcile() ? interval : Self.retryInterval
    }
  }

  private var interval: Duration {
    clock.rate > 1 ? max(Self.shortestInterval, Self.reconcileInterval / clock.rate) : Self.reconcileInterval
  }

  /// Waits so long, or until the account is to be looked at sooner.
  private func waitToReconcile(_ wait: Duration) async throws {
    let end = time.now() + wait
    repeat {
      let now = time.now()
      if state.withLock({ state in state.isConnected && state.lookAt.map { $0 <= now } ?? false }) { break }
      try await time.sleep(Self.beat)
    } while time.now() < end
    state.withLock { $0.lookAt = nil }
  }

  /// Looks at the whole account: the stream is up by then, so that nothing falls between the two.
  ///
  /// - Returns: whether the venue could be asked.
  private func reconcile() async -> Bool {
    guard let connection = state.withLock({ $0.isConnected ? $0.connection : nil }) else { return false }
    let askedAt = clock.now()
    do throws(VenueFailure) {
      let open = try await venue.openOrders()
      change { tracker, now in tracker.listed(open, askedAt: askedAt, at: now) }
      let balances = try await venue.balances()
      state.withLock { state in
        Self.tell(.balances(balances), &state)
        // What was asked before the stream was down and up again is not whole.
        guard state.isConnected, state.connection == connection else { return }
        state.isMerged = balances.canTrade
        if balances.canTrade {
          Self.releaseIfSettled(&state)
        } else {
          Self.hold("the venue does not let the account trade", &state)
        }
      }
      figures.reconciled()
      return true
    } catch {
      log.warning("the account can't be looked at: \(error)")
      return false
    }
  }

  /// Entries may go on once the account was looked at and it is known where every order of before stands.
  private static func releaseIfSettled(_ state: inout State) {
    if state.isMerged, state.hold != nil, state.tracker.isSettled { hold(nil, &state) }
  }

  private static func hold(_ reason: String?, _ state: inout State) {
    guard reason != state.hold else { return }
    state.hold = reason
    tell(.hold(reason), &state)
  }

  // MARK: Telling

  /// Steps the tracker, tells what it reports, and has done what it wants done.
  private func change(_ step: (inout OrderTracker, Instant) -> [OrderTracker.Effect]) {
    let now = clock.now()
    state.withLock { state in
      let effects = step(&state.tracker, now)
      var reports: [OrderEvent] = []
      for effect in effects {
        switch effect {
        case .report(let event): reports.append(event)
        case .query(let id, let pair): enqueue.yield(.query(id, pair))
        case .fetchFills(let id, let exchangeOrderID, let pair):
          enqueue.yield(.fetch(id, exchangeOrderID: exchangeOrderID, pair))
        case .cancel(let id, let pair): enqueue.yield(.cancel(id, pair))
        case .recall(let id, let order, let fill): Self.tell(.recall(id, order, fill: fill), &state)
        }
      }
      if !reports.isEmpty { Self.tell(.reports(reports), &state) }
      Self.releaseIfSettled(&state)
    }
  }

  /// In order: whoever holds the state tells.
  private static func tell(_ notice: AccountNotice, _ state: inout State) {
    if let tell = state.tell { tell(notice) } else { state.untold.append(notice) }
  }
}

extension AccountDesk: AccountSink {
  public func offer(_ event: AccountEvent) {
    switch event {
    case .connected:
      state.withLock { state in
        state.isConnected = true
        state.connection += 1
        state.lookAt = time.now()
      }
      log.notice("the account's stream is up")
    case .disconnected(let reason):
      state.withLock { state in
        state.isConnected = false
        state.isMerged = false
        Self.hold("its stream is down: \(reason)", &state)
      }
      log.warning("the account's stream is down: \(reason)")
    case .order(let order, let fill): change { tracker, now in tracker.streamed(order, fill: fill, at: now) }
    case .balances(let changed, let time): state.withLock { Self.tell(.changed(changed, at: time), &$0) }
    case .moved(let asset, let amount, _):
      log.notice("\(amount) \(asset) came to the account, or went, by no trade")
      lookAgain(after: .zero)
    }
  }
}
