// SPDX-License-Identifier: Apache-2.0

/// How a day's variance is split among its hours, the same for everything on a market: by the hour of the day, and in
/// clusters of a few hours.
struct HourClock: Sendable {
  /// Each hour's part of what the hours before it left over.
  struct Split: Sendable {
    /// In 1024ths.
    let share: Int64
    /// What the deviation of all that is left is multiplied by, for this hour and for those after it, in 2⁻¹⁶.
    let now: Int64
    let later: Int64
  }

  let splits: [Split]

  init(seed: UInt64, day number: Int64) {
    var noise = SeededNoise(seed).key("clock").key(number)
    var weights = [Int64](repeating: 0, count: 24)
    var total: Int64 = 0
    var (from, to) = (noise.bellShaped(), noise.bellShaped())
    for hour in 0..<24 {
      // Every fourth hour a new cluster begins, and an hour has a mood of its own.
      let within = Int64(hour & 3)
      if hour > 0, within == 0 { (from, to) = (to, noise.bellShaped()) }
      let mood = (from * (4 - within) + to * within) * 2 / 4 + noise.bellShaped()
      let weight = Doublings.scaled(Season.hours[hour] * 16, by: mood * (Doublings.one / 2) / SeededNoise.bell) + 1
      weights[hour] = weight
      total += weight
    }
    splits = weights.map { weight in
      let share = max(1, weight * Share.whole / total)
      total -= weight
      return Split(share: share, now: Share.root(of: share), later: Share.root(of: Share.whole - share))
    }
  }
}

/// What recurs by the clock and by the calendar.
enum Season {
  /// How much variance falls on each hour of a day in UTC: least before Europe wakes, most when America opens.
  static let hours: [Int64] = [
    95, 90, 88, 80, 70, 65, 68, 82, 100, 98, 95, 98, 115, 150, 185, 175, 155, 130, 115, 105, 100, 92, 85, 84,
  ]
  static let hoursTotal: Int64 = 2420

  /// From Thursday on, as the epoch does.
  private static let days: [Int64] = [256, 250, 120, 150, 256, 260, 260]

  /// How much variance falls on some days, weekends less.
  static func weight(ofDays first: Int64, _ count: Int64) -> Int64 {
    var weight: Int64 = 0
    for day in first..<first + count {
      weight += days[Int(day % 7) + (day % 7 < 0 ? 7 : 0)]
    }
    return weight
  }
}
