// SPDX-License-Identifier: Apache-2.0

/// How much a venue may be asked: the weight of requests in each of the venue's minutes, as one address. Pure.
///
/// The venue counts in fixed minutes of its own clock, and charges a request when it arrives. Neither is known exactly
/// here, so whatever is under way at the turn of a minute, or ended shortly before, counts in both minutes; and shortly
/// after the turn the last minute still counts. So the limit holds in the venue's minute wherever in the
/// ``guardTime`` around ours it begins. What the venue says was used, by others at the same address too, only ever
/// raises what is believed.
///
/// The rules, for each minute:
/// - nothing goes beyond the limit;
/// - ordinary lanes together stay within ``ordinaryPercent`` of it, and leave alone what is left when urgent ones took more;
/// - beyond its own floor a lane leaves the others what they have not used of theirs.
struct RequestBudget {
  /// What ordinary lanes may use of the limit together.
  static let ordinaryPercent = 80
  /// How far the venue's minute may be from ours.
  static let guardTime = Duration.seconds(2)
  static let minute = Duration.seconds(60)

  /// A request that was let through.
  struct Ticket: Equatable {
    let lane: RequestLane
    let weight: Int
    let sentAt: ContinuousClock.Instant
    /// Whether it takes one of the places of requests that are under way; what goes over a socket that stands doesn't.
    var hasPlace = true
  }

  private(set) var limit: Int
  private var minuteStart: ContinuousClock.Instant
  /// Counted in this minute, by lane.
  private(set) var spent = [Int](repeating: 0, count: RequestLane.allCases.count)
  private var underWay = [Int](repeating: 0, count: RequestLane.allCases.count)
  /// Ended so shortly before the turn of the minute that it counts in the next one too.
  private var tail = [Int](repeating: 0, count: RequestLane.allCases.count)
  /// What the venue counts in this minute beyond what we do.
  private var foreign = 0
  /// All of the minute before.
  private var last = 0
  private(set) var blockedUntil: ContinuousClock.Instant?

  /// A budget of which nothing is used.
  ///
  /// - Parameter minuteStart: when one of the venue's minutes began, now or earlier.
  init(limit: Int, minuteStart: ContinuousClock.Instant) {
    self.limit = limit
    self.minuteStart = minuteStart
  }

  // MARK: Asking

  /// What is believed to be used of this minute.
  mutating func used(at now: ContinuousClock.Instant) -> Int {
    turn(now)
    return spent.reduce(foreign, +) + (now < minuteStart + Self.guardTime ? last : 0)
  }

  /// Whether a request would stay within the floor of its lane.
  func isWithinFloor(_ lane: RequestLane, weight: Int) -> Bool {
    spent[lane.index] + weight <= floor(of: lane)
  }

  /// Whether a request may be sent now.
  mutating func allows(_ lane: RequestLane, weight: Int, at now: ContinuousClock.Instant) -> Bool {
    turn(now)
    if let blockedUntil {
      guard now >= blockedUntil else { return false }
      self.blockedUntil = nil
    }
    let used = used(at: now)
    // A request that is heavier than its lane may ever be has to go in a minute of its own.
    let weight = min(weight, greatestWeight(in: lane))
    guard used + weight <= limit else { return false }
    if isWithinFloor(lane, weight: weight) { return true }
    return used + weight + unusedFloors(besides: lane) <= ceiling(of: lane)
  }

  /// Whether the venue forbids every request now.
  func isBlocked(at now: ContinuousClock.Instant) -> Bool { blockedUntil.map { now < $0 } ?? false }

  /// When a request that is not allowed now may be, if nothing else changes.
  mutating func nextChange(after now: ContinuousClock.Instant) -> ContinuousClock.Instant {
    turn(now)
    if let blockedUntil, now < blockedUntil { return blockedUntil }
    let guardEnd = minuteStart + Self.guardTime
    return now < guardEnd ? guardEnd : minuteStart + Self.minute
  }

  private func floor(of lane: RequestLane) -> Int { limit * lane.floorPercent / 100 }

  private func ceiling(of lane: RequestLane) -> Int {
    lane.isUrgent ? limit : limit * Self.ordinaryPercent / 100
  }

  private func competitors(of lane: RequestLane) -> [RequestLane] {
    RequestLane.allCases.filter { $0 != lane && (lane.isUrgent || !$0.isUrgent) }
  }

  private func unusedFloors(besides lane: RequestLane) -> Int {
    competitors(of: lane).reduce(0) { $0 + max(0, floor(of: $1) - spent[$1.index]) }
  }

  private func greatestWeight(in lane: RequestLane) -> Int {
    max(1, competitors(of: lane).reduce(ceiling(of: lane)) { $0 - floor(of: $1) })
  }

  // MARK: What happens

  /// A request that is allowed is sent.
  mutating func send(_ lane: RequestLane, weight: Int, at now: ContinuousClock.Instant) -> Ticket {
    turn(now)
    spent[lane.index] += weight
    underWay[lane.index] += weight
    return Ticket(lane: lane, weight: weight, sentAt: now)
  }

  /// A request has ended, one way or another.
  mutating func end(_ ticket: Ticket, at now: ContinuousClock.Instant) {
    turn(now)
    underWay[ticket.lane.index] -= ticket.weight
    if now >= minuteStart + Self.minute - Self.guardTime { tail[ticket.lane.index] += ticket.weight }
  }

  /// The venue said how much was used in its minute, answering a request that has ended.
  mutating func venueReported(used told: Int, answering ticket: Ticket, at now: ContinuousClock.Instant) {
    turn(now)
    // What is under way may be in it or not; taking it for counted, nothing of ours is taken for a stranger's.
    if ticket.sentAt >= minuteStart + Self.guardTime {
      foreign = max(foreign, told - spent.reduce(0, +))
    } else if now < minuteStart + Self.guardTime {
      last = max(last, told)
    }
    // An answer that was under way for long around the turn of the minute may speak of either; the next will tell.
  }

  /// The venue said that nothing may be asked for so long.
  mutating func block(for duration: Duration, at now: ContinuousClock.Instant) {
    blockedUntil = max(blockedUntil ?? now, now + duration)
  }

  /// The venue said how much weight it allows in a minute.
  mutating func allow(weightPerMinute: Int) {
    limit = max(1, weightPerMinute)
  }

  /// One of the venue's minutes began at another time than was believed.
  mutating func align(minuteStart start: ContinuousClock.Instant, at now: ContinuousClock.Instant) {
    turn(now)
    minuteStart = Self.minuteStart(containing: now, from: start)
    // Which minute something was charged to is not known any more: all of it counts in the next one too.
    tail = zip(spent, underWay).map { max(0, $0 - $1) }
  }

  /// Begins a new minute where one has begun.
  private mutating func turn(_ now: ContinuousClock.Instant) {
    let start = Self.minuteStart(containing: now, from: minuteStart)
    guard start > minuteStart else { return }
    let isNext = start == minuteStart + Self.minute
    last = isNext ? spent.reduce(foreign, +) : 0
    spent = zip(underWay, tail).map { isNext ? $0 + $1 : $0 }
    tail = tail.map { _ in 0 }
    foreign = 0
    minuteStart = start
  }

  private static func minuteStart(
    containing now: ContinuousClock.Instant, from start: ContinuousClock.Instant
  ) -> ContinuousClock.Instant {
    let minutes = (start.duration(to: now) / minute).rounded(.down)
    return minutes > 0 ? start + minute * Int(minutes) : start
  }
}
