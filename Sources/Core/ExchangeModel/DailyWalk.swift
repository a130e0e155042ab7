// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// The days of a seeded pair, each computed from its number alone.
///
/// The logarithm of the price at midnight is a sum of value noise on lattices of 1, 2, 4, … 64 days: trends of every
/// length, and yet the price stays around its middle and any day can be asked for without the days before it.
struct DailyWalk: Sendable {
  private let noise: SeededNoise
  private let listing: SeededListing

  /// Fractions of two, in binary logarithms: 2²⁰ is a doubling.
  private static let doubling: Int64 = 1 << 20
  /// The deviation on the lattice of one day, and by which factor (in 256ths) it grows with the lattice.
  private static let firstDeviation: Int64 = doubling / 45
  private static let growth: Int64 = 340
  private static let lattices = 7

  init(seed: UInt64, listing: SeededListing) {
    noise = SeededNoise(seed).key("days").key(listing.rules.pair.symbol)
    self.listing = listing
  }

  /// A day's candle; it opens where the day before closed.
  func candle(of day: CalendarDay) -> TickCandle {
    let number = day.daysSinceEpoch
    let (open, close) = (price(atStartOf: number), price(atStartOf: number + 1))
    var bits = noise.key("range").key(number)
    let calm = Self.lattice(noise.key("calm"), at: number, scale: 3)
    // Each wick is 1.5 % to 4.5 % of the price on a usual day; calm and wild times change every week or so.
    let wild = max(40, 256 + calm * 110 / SeededNoise.bell)
    let upper = Self.wick(of: max(open, close), wild: wild, noise: &bits)
    let lower = Self.wick(of: min(open, close), wild: wild, noise: &bits)
    let volume = listing.dailySteps / 256 * max(100, wild + Int64(bits.below(128)))
    return TickCandle(
      open: open, high: max(open, close) + upper, low: max(1, min(open, close) - lower), close: close,
      volume: max(volume, Int64(CandlePath.tradesPerMinute) * 1440 * 2))
  }

  private static func wick(of price: Int64, wild: Int64, noise: inout SeededNoise) -> Int64 {
    let perMille = 15 + Int64(noise.below(31))
    return price * perMille / 1000 * wild / 256
  }

  private func price(atStartOf day: Int64) -> Int64 {
    var logarithm: Int64 = 0
    var deviation = Self.firstDeviation
    for scale in 0..<Self.lattices {
      let lattice = Self.lattice(noise.key(UInt64(scale)), at: day, scale: scale)
      logarithm += deviation * lattice / SeededNoise.bell
      deviation = deviation * Self.growth / 256
    }
    return max(100, Self.power(of: listing.middleTicks, logarithm: logarithm))
  }

  /// Value noise on a lattice of 2^scale days, linear in between; bell-shaped on the lattice.
  private static func lattice(_ noise: SeededNoise, at day: Int64, scale: Int) -> Int64 {
    let cell = day >> Int64(scale)
    let within = day - cell << Int64(scale)
    var left = noise.key(cell)
    guard within > 0 else { return left.bellShaped() }
    var right = noise.key(cell + 1)
    let (from, to) = (left.bellShaped(), right.bellShaped())
    return from + (to - from) * within >> Int64(scale)
  }

  /// `value` × 2^(logarithm / ``doubling``), rounded down.
  private static func power(of value: Int64, logarithm: Int64) -> Int64 {
    let whole = logarithm >> 20
    let fraction = logarithm & (doubling - 1)
    var scaled = UInt128(value) << 32
    for (index, root) in roots.enumerated() where fraction & (doubling >> Int64(index + 1)) != 0 {
      scaled = scaled * UInt128(root) >> 32
    }
    scaled = whole >= 0 ? scaled << UInt128(whole) : scaled >> UInt128(-whole)
    return Int64(truncatingIfNeeded: scaled >> 32)
  }

  /// The square root of 2, its square root, and so on, in 2⁻³².
  private static let roots: [UInt64] = {
    var root: UInt128 = 2 << 32
    return (0..<20).map { _ in
      root = squareRoot(root << 32)
      return UInt64(root)
    }
  }()

  private static func squareRoot(_ value: UInt128) -> UInt128 {
    var root: UInt128 = 0
    var bit: UInt128 = 1 << 40
    while bit > 0 {
      let trial = root | bit
      if trial * trial <= value { root = trial }
      bit >>= 1
    }
    return root
  }
}
