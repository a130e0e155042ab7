// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// An order between us and the venue.
struct TrackedOrder: Sendable {
  let id: ClientOrderID
  let pair: Pair
  /// Whether it is being sent, and no answer has come.
  var isPlacing: Bool
  var exchangeOrderID: String?
  /// Whether the bot was told that the venue has it.
  var isAccepted = false
  /// How much was told as filled, and by which fills.
  var told = Quantity.zero
  var toldFills: Set<FillID> = []
  /// The furthest state that anybody told.
  var latest: VenueOrderState?
  /// When anything was told of it.
  var changedAt: Instant?
  /// When to ask where it stands; nil where that is known.
  var doubt: AskAgain?
  /// When to ask for its fills; nil where none are missing.
  var fetch: AskAgain?
  /// Whether it is to be taken back.
  var wantsCancel = false
  /// When to ask again that it be taken back; nil where that was not asked in vain.
  var recancel: AskAgain?
  /// When the venue first said that it has none such, and nobody has shown it since.
  var missedAt: Instant?
  /// Whether it was not among the open orders since then either.
  var isAbsent = false
  /// Whether nothing more is expected of it.
  var hasEnded = false
  var effects: [OrderTracker.Effect] = []
  private let feeValue: @Sendable (VenueFill) -> Money

  init(id: ClientOrderID, pair: Pair, isPlacing: Bool, feeValue: @escaping @Sendable (VenueFill) -> Money) {
    self.id = id
    self.pair = pair
    self.isPlacing = isPlacing
    self.feeValue = feeValue
  }

  /// Whether it has ended at the venue, as far as anybody told.
  var isOver: Bool { latest?.status.isFinal ?? false }

  /// Whether nothing has to be asked to know where it stands, or that was tried for long in vain.
  var isKnown: Bool { [doubt, fetch].allSatisfy { $0?.isStubborn ?? true } }

  /// When something is to be asked next; nil where nothing is.
  var nextDue: Instant? {
    [doubt, fetch, recancel].compactMap { $0.flatMap { $0.isAsked ? nil : $0.time } }.min()
  }

  /// Tells the bot of a fill, once.
  mutating func tell(_ fill: VenueFill) {
    guard toldFills.insert(fill.id).inserted else { return }
    accept(fill.exchangeOrderID, at: fill.time)
    exchangeOrderID = exchangeOrderID ?? fill.exchangeOrderID
    told = told + fill.quantity
    changedAt = max(changedAt ?? .epoch, fill.time)
    report(
      .filled(
        id: fill.id, price: fill.price, quantity: fill.quantity, fee: feeValue(fill),
        commission: fill.commission.asset == fill.pair.quote ? nil : fill.commission),
      at: fill.time)
  }

  /// Takes a state that somebody told, unless a further one is known.
  mutating func follow(_ state: VenueOrderState, at now: Instant) {
    if latest.map({ state.isFurther(than: $0) }) ?? true { latest = state }
    exchangeOrderID = exchangeOrderID ?? state.exchangeOrderID
    changedAt = max(changedAt ?? .epoch, state.time)
    doubt = nil
    if missedAt != nil {
      (missedAt, isAbsent) = (nil, false)
      // Whoever counts misses begins anew.
      if isAccepted { report(.accepted(exchangeOrderID: state.exchangeOrderID), at: state.time) }
    }
    conclude(at: now)
  }

  /// The venue says that it has no such order. Of one that it had that counts only once it is not among the open orders
  /// either, and its fills were asked for.
  mutating func noteMiss(at now: Instant) {
    doubt = (doubt ?? AskAgain(at: now)).later(than: now)
    missedAt = missedAt ?? now
    if !isAccepted || isAbsent && fetch == nil { report(.missing, at: now) }
  }

  /// It was not among the open orders.
  mutating func noteAbsence(askedAt: Instant, at now: Instant) {
    guard let missedAt, askedAt > missedAt, !isAbsent else { return }
    isAbsent = true
    fetch = fetch ?? AskAgain(at: now)
  }

  /// It is open, though it is to be taken back.
  mutating func cancelAgain(at now: Instant) {
    guard wantsCancel, !hasEnded, latest?.status.isFinal != true else { return }
    recancel = recancel ?? AskAgain(at: now)
    ask(at: now)
  }

  /// Tells the bot what follows from the furthest state.
  mutating func conclude(at now: Instant) {
    guard let latest else { return }
    guard latest.status != .rejected || latest.filled > .zero else {
      return noteRefusal(.refused(reason: latest.reason ?? "the venue refused it"), at: latest.time)
    }
    accept(latest.exchangeOrderID, at: latest.time)
    guard told >= latest.filled else {
      fetch = fetch ?? AskAgain(at: now.advanced(byMilliseconds: AskAgain.first))
      return
    }
    fetch = nil
    switch latest.status {
    case .open, .partiallyFilled: return
    case .filled:
      // Where it was ended by value, or against an order of our own, less than was ordered is all there is.
      if told < latest.quantity { report(.expired(reason: latest.reason ?? "filled in part"), at: latest.time) }
    case .canceled: report(.canceled(reason: latest.reason ?? "canceled"), at: latest.time)
    case .expired, .rejected: report(.expired(reason: latest.reason ?? "expired"), at: latest.time)
    }
    hasEnded = true
  }

  /// Tells the bot, once, that the venue has it.
  private mutating func accept(_ exchangeOrderID: String, at time: Instant) {
    guard !isAccepted else { return }
    isAccepted = true
    report(.accepted(exchangeOrderID: exchangeOrderID), at: time)
  }

  /// The venue doesn't have it, unless somebody has shown that it does.
  mutating func noteRefusal(_ refusal: OrderEvent.Report, at now: Instant) {
    guard !isAccepted, told == .zero else {
      doubt = doubt ?? AskAgain(at: now)
      return
    }
    report(refusal, at: now)
    hasEnded = true
  }

  /// Asks what is due.
  mutating func ask(at now: Instant) {
    if doubt?.isDue(at: now) == true {
      doubt?.isAsked = true
      effects.append(.query(id, pair: pair))
    }
    if recancel?.isDue(at: now) == true {
      recancel = recancel?.later(than: now)
      effects.append(.cancel(id, pair: pair))
    }
    if fetch?.isDue(at: now) == true, let exchangeOrderID {
      fetch?.isAsked = true
      effects.append(.fetchFills(id, exchangeOrderID: exchangeOrderID, pair: pair))
    }
  }

  mutating func report(_ report: OrderEvent.Report, at time: Instant) {
    effects.append(.report(OrderEvent(order: id, report: report, time: time)))
  }
}

/// Something that is asked again until it is known, less and less often.
struct AskAgain: Hashable, Sendable {
  /// How long is waited at first and at last, in milliseconds.
  static let (first, last): (Int64, Int64) = (200, 15_000)

  /// When it is to be asked.
  var time: Instant
  /// Whether it was asked, and no answer has come.
  var isAsked = false
  private var wait = first

  init(at time: Instant) {
    self.time = time
  }

  func isDue(at now: Instant) -> Bool { !isAsked && time <= now }

  /// Whether it was asked so often that nobody should wait for an answer.
  var isStubborn: Bool { wait >= Self.last / 2 }

  /// To be asked anew: each time it is waited twice as long.
  func later(than now: Instant) -> AskAgain {
    var again = self
    again.isAsked = false
    again.time = now.advanced(byMilliseconds: wait)
    again.wait = min(wait * 2, Self.last)
    return again
  }
}

extension VenueOrderState {
  /// Whether this is a later state of an order than another: more of it is filled, or it has ended.
  fileprivate func isFurther(than other: VenueOrderState) -> Bool {
    if filled != other.filled { return filled > other.filled }
    return status.isFinal && !other.status.isFinal
  }
}
