// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What is known of an account's orders between us and the venue: which were sent, what was answered, which fills were
/// told, and what has to be asked.
///
/// Answers, stream and queries race, come twice, in any order or not at all. What counts of an order is the furthest
/// state that anybody told: more filled, or ended. Its end is reported only when all of its fills are. Nothing is ever
/// sent again from here, and no failure to ask means anything.
public struct OrderTracker: Sendable {
  /// What is to be done.
  public enum Effect: Hashable, Sendable {
    /// The bot is to be told.
    case report(OrderEvent)
    /// The venue is to be asked for the order.
    case query(ClientOrderID, pair: Pair)
    /// The venue is to be asked for all fills of the order.
    case fetchFills(ClientOrderID, exchangeOrderID: String, pair: Pair)
    /// The order is to be taken back.
    case cancel(ClientOrderID, pair: Pair)
    /// The venue shows an order by an identity of ours that is not tracked: whoever keeps the journal knows it, or
    /// nobody does.
    case recall(ClientOrderID, VenueOrderState, fill: VenueFill?)
  }

  /// How many ended orders are remembered, for what comes late or twice.
  private static let endedMax = 1024
  /// How long after a change an order may be missing from a list of open orders, in milliseconds.
  private static let listLag: Int64 = 5_000

  private var orders: [ClientOrderID: TrackedOrder] = [:]
  private var ended: [ClientOrderID: TrackedOrder] = [:]
  /// The keys of ``ended``, oldest first.
  private var endedOrder: [ClientOrderID] = []
  private let feeValue: @Sendable (VenueFill) -> Money

  /// A tracker without orders.
  ///
  /// - Parameter feeValue: what a fill's commission is worth in the quote asset.
  public init(feeValue: @escaping @Sendable (VenueFill) -> Money) {
    self.feeValue = feeValue
  }

  /// How many orders are not known to have ended.
  public var count: Int { orders.count }

  /// Of how many nobody knows where they stand.
  public var doubtful: Int { orders.values.count { $0.doubt != nil } }

  /// When something is to be asked next; nil where nothing is.
  public var nextDue: Instant? { orders.values.compactMap(\.nextDue).min() }

  // MARK: What bots ask

  /// An order is about to be sent.
  public mutating func placing(_ id: ClientOrderID, pair: Pair) {
    orders[id] = TrackedOrder(id: id, pair: pair, isPlacing: true, feeValue: feeValue)
  }

  /// Takes an order as the journal knows it, with the fills that are booked, in place of what was known: what was told
  /// and never booked is told again. It is looked up as soon as ``tick(at:)`` is called.
  public mutating func restore(_ order: Order, fills: some Sequence<FillID>, at now: Instant) {
    let id = order.clientOrderID
    let isPlacing = orders[id]?.isPlacing ?? false
    let before = orders[id] ?? ended.removeValue(forKey: id)
    var tracked = TrackedOrder(id: id, pair: order.terms.pair, isPlacing: isPlacing, feeValue: feeValue)
    tracked.exchangeOrderID = order.exchangeOrderID ?? before?.exchangeOrderID
    tracked.isAccepted = ![.submitting, .unknown, .rejected].contains(order.status)
    tracked.wantsCancel = before?.wantsCancel ?? false
    tracked.told = order.filled
    tracked.toldFills = Set(fills)
    if !tracked.isPlacing { tracked.doubt = AskAgain(at: now) }
    orders[id] = tracked
  }

  /// Whether it is known where every order stands, but for those that were asked about for long in vain.
  public var isSettled: Bool { orders.values.allSatisfy { !$0.isPlacing && $0.isKnown } }

  /// An order is to be taken back, as soon as it is known that it was sent.
  public mutating func cancel(_ id: ClientOrderID) -> [Effect] {
    change(id) { order in
      order.wantsCancel = true
      if !order.isPlacing { order.effects.append(.cancel(id, pair: order.pair)) }
    }
  }

  /// It is to be found out where an order stands.
  public mutating func query(_ id: ClientOrderID, at now: Instant) -> [Effect] {
    change(id) { order in
      guard !order.isPlacing else { return }
      order.doubt = order.doubt ?? AskAgain(at: now)
      order.ask(at: now)
    }
  }

  /// The journal says that an order has ended. One that the venue has shown to live since then goes on.
  public mutating func settle(_ id: ClientOrderID) {
    guard let order = orders[id], order.isAbsent || order.latest?.status.isFinal ?? true else { return }
    orders[id] = nil
    end(order)
  }

  // MARK: What the venue says

  /// An order was sent, or not.
  public mutating func placed(_ id: ClientOrderID, _ outcome: PlacementOutcome, at now: Instant) -> [Effect] {
    change(id) { order in
      order.isPlacing = false
      switch outcome {
      case .accepted(let state, let fills):
        for fill in fills { order.tell(fill) }
        order.follow(state, at: now)
      case .refused(let reason): order.noteRefusal(.refused(reason: reason), at: now)
      case .denied(let reason): order.noteRefusal(.withheld(reason: reason), at: now)
      case .unknown(let reason):
        if !order.isAccepted { order.report(.replyLost(reason: reason), at: now) }
        order.doubt = AskAgain(at: now.advanced(byMilliseconds: AskAgain.first))
      }
      if order.wantsCancel, !order.hasEnded { order.effects.append(.cancel(id, pair: order.pair)) }
    }
  }

  /// An order was to be taken back.
  public mutating func canceled(_ id: ClientOrderID, _ outcome: CancelOutcome, at now: Instant) -> [Effect] {
    change(id) { order in
      switch outcome {
      case .canceled(let state): order.follow(state, at: now)
      case .notOpen, .unknown:
        order.doubt = order.doubt ?? AskAgain(at: now)
        order.ask(at: now)
      }
    }
  }

  /// An order was looked up.
  public mutating func found(_ id: ClientOrderID, _ lookup: OrderLookup, at now: Instant) -> [Effect] {
    change(id) { order in
      switch lookup {
      case .found(let state):
        order.doubt = nil
        order.follow(state, at: now)
        order.cancelAgain(at: now)
      case .notFound: order.noteMiss(at: now)
      case .failed: order.doubt = (order.doubt ?? AskAgain(at: now)).later(than: now)
      }
    }
  }

  /// The fills of an order were asked for; nil where that failed.
  public mutating func fetched(_ id: ClientOrderID, _ fills: [VenueFill]?, at now: Instant) -> [Effect] {
    change(id) { order in
      order.fetch = order.fetch?.later(than: now)
      guard let fills else { return }
      for fill in fills { order.tell(fill) }
      if order.isAbsent { order.fetch = nil }
      order.conclude(at: now)
    }
  }

  /// The stream tells of an order. Of one that isn't ours nothing follows.
  public mutating func streamed(_ state: VenueOrderState, fill: VenueFill?, at now: Instant) -> [Effect] {
    guard let id = ClientOrderID(state.clientOrderID) else { return [] }
    guard orders[id] != nil else {
      // Nothing new of an order that ended at the venue; else whoever keeps the journal has to book what comes.
      if let order = ended[id], order.isOver, state.filled <= order.told { return [] }
      return [.recall(id, state, fill: fill)]
    }
    return change(id) { order in
      if let fill { order.tell(fill) }
      order.follow(state, at: now)
    }
  }

  /// All orders that rest on the account, as they were when that was asked. One that isn't among them is asked for: it
  /// may have ended, or have come since.
  public mutating func listed(_ states: [VenueOrderState], askedAt: Instant, at now: Instant) -> [Effect] {
    var effects = states.flatMap { streamed($0, fill: nil, at: now) }
    let listed = Set(states.map(\.clientOrderID))
    for id in inOrder where !listed.contains(id.description) {
      effects += change(id) { order in
        order.noteAbsence(askedAt: askedAt, at: now)
        guard !order.isPlacing, order.doubt == nil,
          askedAt.milliseconds(since: order.changedAt ?? .epoch) >= Self.listLag
        else { return }
        order.doubt = AskAgain(at: now)
        order.ask(at: now)
      }
    }
    return effects
  }

  /// What is due to be asked.
  public mutating func tick(at now: Instant) -> [Effect] {
    inOrder.flatMap { id in change(id) { $0.ask(at: now) } }
  }

  // MARK: Steps

  private var inOrder: [ClientOrderID] { orders.keys.sorted { $0.sequence < $1.sequence } }

  private mutating func change(_ id: ClientOrderID, _ body: (inout TrackedOrder) -> Void) -> [Effect] {
    // Taken out while it changes, so that it is not copied.
    guard var order = orders.removeValue(forKey: id) else { return [] }
    body(&order)
    let effects = order.effects
    order.effects = []
    if order.hasEnded { end(order) } else { orders[id] = order }
    return effects
  }

  private mutating func end(_ order: TrackedOrder) {
    ended[order.id] = order
    endedOrder.append(order.id)
    guard endedOrder.count > Self.endedMax else { return }
    ended[endedOrder.removeFirst()] = nil
  }
}
