// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// The hours of a seeded pair, each day's computed from its number alone.
///
/// Every asset is worth a sum of factors: the whole market, its sector, and its own. A pair is its base's worth in
/// terms of its quote's, so that at every full hour pairs of the same assets agree to a tick, and what moves the market
/// moves them all.
struct PairWalk: Sendable {
  private let seed: UInt64
  private let noise: SeededNoise
  private let listing: SeededListing
  private let parts: [Part]
  /// The deviation of a usual hour.
  let usualDeviation: Int64

  /// A factor, and how much of it is in the pair, in 256ths.
  struct Part: Sendable {
    var coefficient: Int64
    let name: String
    let path: FactorPath
  }

  init(seed: UInt64, listing: SeededListing) {
    let pair = listing.rules.pair
    self.seed = seed
    noise = SeededNoise(seed).key("pair").key(pair.symbol)
    self.listing = listing
    var parts: [Part] = []
    for (asset, sign) in [(pair.base, Int64(1)), (pair.quote, -1)] {
      for part in AssetTable.profile(of: asset).parts(of: asset, seed: seed) {
        if let index = parts.firstIndex(where: { $0.name == part.name }) {
          parts[index].coefficient += sign * part.coefficient
        } else {
          parts.append(Part(coefficient: sign * part.coefficient, name: part.name, path: part.path))
        }
      }
    }
    parts.removeAll { $0.coefficient == 0 }
    self.parts = parts
    let daily = parts.reduce(Int64(0)) { sum, part in
      let deviation = (part.path.deviation * part.coefficient) >> 8
      return sum + deviation * deviation
    }
    usualDeviation = Int64(PathSketch.squareRoot(UInt64(daily / 24)))
  }

  /// What the hours of a day are made from.
  struct Day {
    let number: Int64
    /// Logarithms of the price in terms of the middle, at the hours and the next midnight.
    fileprivate let values: [Int64]
    /// The deviations in the hours.
    fileprivate let deviations: [Int64]
  }

  func day(_ number: Int64) -> Day {
    var values = [Int64](repeating: 0, count: 25)
    var variances = [Int64](repeating: 0, count: 24)
    let clock = HourClock(seed: seed, day: number)
    for part in parts { part.path.add(part.coefficient, ofDay: number, clock, to: &values, &variances) }
    for index in values.indices { values[index] >>= 8 }
    for index in variances.indices { variances[index] = Int64(PathSketch.squareRoot(UInt64(variances[index]))) }
    return Day(number: number, values: values, deviations: variances)
  }

  /// How much more the price moves in an hour than in a usual one, in 256ths: 64 to 4096.
  func pace(of hour: Int, on day: Day) -> Int64 {
    guard usualDeviation > 0 else { return 256 }
    return max(64, min(4096, day.deviations[hour] * 256 / usualDeviation))
  }

  /// An hour's candle; it opens where the hour before closed.
  func candle(of hour: Int, on day: Day) -> TickCandle {
    let (from, to) = (day.values[hour], day.values[hour + 1])
    let (open, close) = (price(at: from), price(at: to))
    var bits = noise.key(day.number * 24 + Int64(hour))
    let deviation = day.deviations[hour]
    let upper = Self.reach(from, to, deviation, &bits)
    let lower = Self.reach(-from, -to, deviation, &bits)
    return TickCandle(
      open: open, high: max(price(at: upper), max(open, close)), low: min(price(at: -lower), min(open, close)),
      close: close, volume: volume(of: hour, on: day, noise: &bits))
  }

  /// A whole day's candle.
  func candle(of day: Day) -> TickCandle {
    var whole = candle(of: 0, on: day)
    for hour in 1..<24 {
      let part = candle(of: hour, on: day)
      whole.high = max(whole.high, part.high)
      whole.low = min(whole.low, part.low)
      whole.close = part.close
      whole.volume += part.volume
    }
    return whole
  }

  /// The highest point of a Brownian bridge, by its exact distribution: ½(a + b + √((b - a)² + 2σ²E)), with E
  /// exponential.
  private static func reach(_ from: Int64, _ to: Int64, _ deviation: Int64, _ bits: inout SeededNoise) -> Int64 {
    let distance = to - from
    let square = distance * distance + 2 * deviation * deviation / 256 * bits.exponential()
    return (from + to + Int64(PathSketch.squareRoot(UInt64(square)))) / 2
  }

  private func price(at logarithm: Int64) -> Int64 {
    max(1, Doublings.scaled(listing.middleTicks, by: logarithm))
  }

  /// More in lively hours and where the price moves; what is traded for in money depends less on the price.
  private func volume(of hour: Int, on day: Day, noise: inout SeededNoise) -> Int64 {
    let move = abs(day.values[hour + 1] - day.values[hour])
    let pull = min(1024, move * 128 / max(1, day.deviations[hour]))
    let season = Season.hours[hour] * 24 * 256 / Season.hoursTotal
    let liveliness = pace(of: hour, on: day) * (128 + season / 2) / 256
    let mood = 160 + Int64(noise.below(192))
    let usual = Int128(Doublings.scaled(listing.dailySteps / 24, by: -day.values[hour]))
    let factor = liveliness * mood / 256 * (256 + pull) / 256 * 3 / 4
    let volume = (usual * Int128(factor)) >> 8
    return max(Int64(volume), Self.volumeMinimum)
  }

  /// Two steps for every trade of an hour.
  static let volumeMinimum = Int64(CandlePath.tradesPerMinute) * 60 * 2
}
