// SPDX-License-Identifier: Apache-2.0

/// How a price goes for some days.
enum Regime: Hashable, Sendable, CaseIterable {
  case rising, falling
  /// It comes back to where it was.
  case ranging
  /// It moves about twice as much as usual.
  case turbulent
}

/// One of the things that move prices, as a function of time: the whole market, a sector, or an asset by itself.
///
/// The value is a logarithm (see ``Doublings``). Between two eras it is a Brownian bridge by midpoint displacement whose
/// clock runs unevenly, a cascade of random shares (Mandelbrot, Fisher and Calvet, "A multifractal model of asset
/// returns", 1997): calm and wild times at every scale, and any day in a few steps. To that come regimes of eight days
/// and jumps that wear off. The ends of eras are drawn around 0, so the value never goes far.
struct FactorPath: Sendable {
  private let noise: SeededNoise
  /// What all factors have in common: when the whole market is wild.
  private let climate: SeededNoise
  private let eras: SeededNoise
  private let floors: SeededNoise
  private let weather: SeededNoise
  private let news: SeededNoise
  private let hours: SeededNoise
  /// The deviation of a usual day.
  let deviation: Int64
  /// An era has 2^this days; even.
  private let eraBits: Int

  init(seed: UInt64, name: String, deviation: Int64, eraBits: Int) {
    noise = SeededNoise(seed).key("factor").key(name)
    climate = SeededNoise(seed).key("climate")
    eras = noise.key("eras")
    floors = noise.key("floors")
    weather = noise.key("weather")
    news = noise.key("news")
    hours = noise.key("hours")
    self.deviation = deviation
    self.eraBits = eraBits
  }

  /// One day: the value at both of its midnights, and the deviation in it.
  struct Day {
    var open: Int64
    var close: Int64
    var deviation: Int64
  }

  /// Days for which a regime holds, as a power of two.
  private static let regimeBits = 3

  func day(_ number: Int64) -> Day {
    let era = number >> Int64(eraBits)
    var day = Day(
      open: eraNode(era), close: eraNode(era + 1), deviation: deviation << Int64(eraBits / 2))
    var first = era << Int64(eraBits)
    var regime = Regime.turbulent
    for level in (0..<eraBits).reversed() {
      if level == Self.regimeBits - 1 {
        regime = self.regime(of: first >> Int64(Self.regimeBits))
        day.deviation = day.deviation * Self.pace(of: regime) / 256
      }
      let half = Int64(1) << Int64(level)
      var own = noise.key(UInt64(level)).key(first)
      let share = share(at: level, first: first, own: own.bellShaped())
      let (left, right) = (
        Share.deviation(day.deviation, of: share), Share.deviation(day.deviation, of: Share.whole - share)
      )
      var detour = SeededNoise.scaled(Share.deviation(left, of: Share.whole - share), by: own.bellShaped())
      // A range: the way from one end to the other hardly leaves the line for long.
      if regime == .ranging { detour = level == 2 ? detour / 2 : level == 1 ? detour * 3 / 4 : detour }
      let middle = day.open + (day.close - day.open) * share / Share.whole + detour
      if number < first + half {
        (day.close, day.deviation) = (middle, left)
      } else {
        (day.open, day.deviation) = (middle, right)
        first += half
      }
    }
    day.open += trend(at: number)
    day.close += trend(at: number + 1)
    return day
  }

  /// The regime of the days from eight times `cell` on.
  func regime(of cell: Int64) -> Regime {
    var bits = weather.key(cell)
    if bits.below(100) < 15 { return .turbulent }
    let step = trendNode(cell + 1) - trendNode(cell)
    return step == 0 ? .ranging : step > 0 ? .rising : .falling
  }

  /// How fast the price moves about, in 256ths of the usual.
  private static func pace(of regime: Regime) -> Int64 {
    switch regime {
    case .rising, .falling: 210
    case .ranging: 200
    case .turbulent: 450
    }
  }

  /// Which part of a span's variance falls on its first half: of the whole market's weather, the factor's own, and
  /// weekends.
  private func share(at level: Int, first: Int64, own: Int64) -> Int64 {
    var common = climate.key(UInt64(level)).key(first)
    let lean = (common.bellShaped() * 3 + own * 2) * 185 / (SeededNoise.bell * 36 / 10)
    let share = max(130, min(894, Share.whole / 2 + lean))
    guard level < Self.regimeBits else { return share }
    let half = Int64(1) << Int64(level)
    let left = Season.weight(ofDays: first, half) * share
    let right = Season.weight(ofDays: first + half, half) * (Share.whole - share)
    return max(64, min(960, left * Share.whole / (left + right)))
  }

  private func eraNode(_ era: Int64) -> Int64 {
    var bits = eras.key(era)
    return SeededNoise.scaled((deviation << Int64(eraBits / 2)) * 3 / 4, by: bits.bellShaped())
  }

  /// Regimes lead from one of three floors to another.
  private func trend(at day: Int64) -> Int64 {
    let cell = day >> Int64(Self.regimeBits)
    let within = day - cell << Int64(Self.regimeBits)
    let (from, to) = (trendNode(cell), trendNode(cell + 1))
    return from + ((to - from) * within) >> Int64(Self.regimeBits)
  }

  private func trendNode(_ cell: Int64) -> Int64 {
    var bits = floors.key(cell)
    return Int64(bits.below(3) - 1) * deviation * 9 / 4
  }
}

// MARK: - Inside a day

extension FactorPath {
  /// Adds the factor to 25 values at the hours of a day, and to the 24 variances between them.
  ///
  /// - Parameters:
  ///   - coefficient: in 256ths; the values are added in 256ths too, the variances are not.
  ///   - clock: how the day's variance is split among its hours.
  func add(
    _ coefficient: Int64, ofDay number: Int64, _ clock: HourClock, to values: inout [Int64],
    _ variances: inout [Int64]
  ) {
    let day = day(number)
    var bits = hours.key(number)
    let jumps = jumps(before: number + 1)
    var remaining = day.deviation
    var value = day.open
    values[0] += coefficient * (value + Self.aftermath(of: jumps, at: number * 24))
    for hour in 0..<24 {
      let split = clock.splits[hour]
      let deviation = (remaining * split.now) >> 16
      remaining = (remaining * split.later) >> 16
      let detour = SeededNoise.scaled((deviation * split.later) >> 16, by: bits.bellShaped())
      value = hour == 23 ? day.close : value + (day.close - value) * split.share / Share.whole + detour
      let time = number * 24 + Int64(hour)
      var (shown, pace) = (value, deviation)
      if !jumps.isEmpty {
        shown += Self.aftermath(of: jumps, at: time + 1)
        pace += Self.shock(of: jumps, in: time)
      }
      values[hour + 1] += coefficient * shown
      let spread = (pace * coefficient) >> 8
      variances[hour] += spread * spread
    }
  }

  /// News: from one hour to the next the value is another.
  private struct Jump {
    let hour: Int64
    let size: Int64
  }

  /// Hours until a jump has worn off.
  private static let jumpHours: Int64 = 24 * 24

  /// The jumps that are felt on the day before a midnight, at most one in eight days.
  private func jumps(before midnight: Int64) -> [Jump] {
    let last = (midnight - 1) >> 3
    var jumps: [Jump] = []
    for cell in (last - 3)...last {
      var bits = news.key(cell)
      guard bits.below(100) < 12 else { continue }
      let hour = (cell * 8 + Int64(bits.below(8))) * 24 + Int64(bits.below(24))
      // Two to five times the deviation of a day, seldom more.
      let tail = bits.exponential() / 4
      let size = deviation * (384 + min(tail * 4, 1000)) / 256
      jumps.append(Jump(hour: hour, size: bits.next() & 1 == 0 ? size : -size))
    }
    return jumps
  }

  private static func aftermath(of jumps: [Jump], at hour: Int64) -> Int64 {
    var sum: Int64 = 0
    for jump in jumps where hour > jump.hour {
      sum += jump.size * max(0, jumpHours - (hour - jump.hour - 1)) / jumpHours
    }
    return sum
  }

  /// By how much the deviation is larger in and after an hour with a jump.
  private static func shock(of jumps: [Jump], in hour: Int64) -> Int64 {
    var sum: Int64 = 0
    for jump in jumps where hour >= jump.hour && hour < jump.hour + 12 {
      sum += abs(jump.size) / (hour == jump.hour ? 3 : 12 + 4 * (hour - jump.hour))
    }
    return sum
  }
}
