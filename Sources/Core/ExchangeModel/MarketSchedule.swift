// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What befalls a market over time: which pairs are halted, not listed or have other filters, and when the whole venue
/// is closed. Nothing is traded of a pair that is halted or not listed, or while the venue is closed.
///
/// Everything is in ranges of time, from the first moment (inclusive) to the last (exclusive). Trades follow a moment
/// later: one that is made in the very millisecond in which something begins or ends is made as before it. So a change
/// that is added now takes back nothing that has the time now.
public struct MarketSchedule: Hashable, Sendable {
  /// What befalls one pair.
  struct Course: Hashable, Sendable {
    var suspensions: [Suspension] = []
    /// When it isn't listed.
    var absences: [Range<Instant>] = []
    var filters: [FilterSpell] = []

    /// The rules at a time, from those that hold when nothing befalls the pair; nil where it isn't listed.
    func rules(_ rules: InstrumentRules, at time: Instant) -> InstrumentRules? {
      guard !absences.contains(where: { $0.contains(time) }) else { return nil }
      var rules = rules
      for spell in filters where spell.range.contains(time) { rules = spell.change.applied(to: rules) }
      if let suspension = suspensions.last(where: { $0.range.contains(time) }) { rules.status = suspension.status }
      return rules
    }
  }

  struct Suspension: Hashable, Sendable {
    var range: Range<Instant>
    let status: TradingStatus
  }

  struct FilterSpell: Hashable, Sendable {
    var range: Range<Instant>
    let change: FilterChange
  }

  private(set) var courses: [Pair: Course] = [:]
  private(set) var closures: [Range<Instant>] = []

  /// The end of what has none.
  public static let endless = Instant.textRange.upperBound
  /// The beginning of what has none.
  public static let beginningless = Instant.textRange.lowerBound

  /// A market that nothing befalls.
  public init() {}

  /// Halts a pair, which is shown with a status other than `TRADING`. Where several halts overlap, the one that was
  /// added last is shown.
  public mutating func suspend(_ pair: Pair, as status: TradingStatus, during range: Range<Instant>) {
    courses[pair, default: Course()].suspensions.append(Suspension(range: range, status: status))
  }

  /// Lets a halted pair be traded again.
  public mutating func resume(_ pair: Pair, at time: Instant) {
    guard let spells = courses[pair]?.suspensions else { return }
    courses[pair]?.suspensions = Self.cut(spells, at: time, \.range, keepsLater: true)
  }

  /// Takes a pair from the list.
  public mutating func withdraw(_ pair: Pair, during range: Range<Instant>) {
    courses[pair, default: Course()].absences.append(range)
  }

  /// Lists a pair again that isn't at a time.
  public mutating func list(_ pair: Pair, at time: Instant) {
    guard let spells = courses[pair]?.absences else { return }
    courses[pair]?.absences = Self.cut(spells, at: time, \.self, keepsLater: true)
  }

  /// Gives a pair other filters. Where several changes overlap, each holds for what the later ones leave as it is.
  public mutating func change(_ change: FilterChange, of pair: Pair, during range: Range<Instant>) {
    courses[pair, default: Course()].filters.append(FilterSpell(range: range, change: change))
  }

  /// Closes the whole venue.
  public mutating func close(during range: Range<Instant>) { closures.append(range) }

  /// Ends everything that is under way at a time, and drops what comes later: from then on the market is as if nothing
  /// had befallen it. What was stays.
  public mutating func clear(at time: Instant) {
    for pair in courses.keys {
      guard var course = courses[pair] else { continue }
      course.suspensions = Self.cut(course.suspensions, at: time, \.range, keepsLater: false)
      course.absences = Self.cut(course.absences, at: time, \.self, keepsLater: false)
      course.filters = Self.cut(course.filters, at: time, \.range, keepsLater: false)
      courses[pair] = course
    }
    closures = Self.cut(closures, at: time, \.self, keepsLater: false)
  }

  /// When the filters of a pair change, in order.
  public func filterTimes(of pair: Pair) -> [Instant] {
    Set((courses[pair]?.filters ?? []).flatMap { [$0.range.lowerBound, $0.range.upperBound] }).sorted()
  }

  /// Whether the venue is closed at a time.
  public func isClosed(at time: Instant) -> Bool { closures.contains { $0.contains(time) } }

  /// The pairs that aren't listed at a time.
  public func absent(at time: Instant) -> Set<Pair> {
    Set(courses.filter { $0.value.absences.contains { $0.contains(time) } }.keys)
  }

  private static func cut<Spell>(
    _ spells: [Spell], at time: Instant, _ path: WritableKeyPath<Spell, Range<Instant>>, keepsLater: Bool
  ) -> [Spell] {
    spells.compactMap { spell in
      let range = spell[keyPath: path]
      if range.lowerBound >= time { return keepsLater && range.lowerBound > time ? spell : nil }
      guard range.upperBound > time else { return spell }
      var cut = spell
      cut[keyPath: path] = range.lowerBound..<time
      return cut
    }
  }
}
