// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

/// The block trades of a seeded pair: one in every eight hours from 2017 on, at a moment of its own.
///
/// Each is near the price of its minute, and as large as a good part of what was traded in the hour before.
struct BlockTradePath: Sendable {
  private let noise: SeededNoise
  private let opening: Instant

  private static let slot: Int64 = 8 * 3_600_000

  init(seed: UInt64, pair: Pair, opening: Instant) {
    noise = SeededNoise(seed).key("block").key(pair.symbol)
    self.opening = opening
  }

  /// When the eight hours begin in which a block trade is made; nil beyond all times.
  func openTime(of id: Int64) -> Instant? {
    guard id <= Instant.textRange.upperBound.milliseconds / Self.slot else { return nil }
    return opening.advanced(byMilliseconds: max(0, id) * Self.slot)
  }

  func trades(in range: Range<Instant>, of layers: PairLayers) -> [PublicTrade] {
    let range = range.clamped(to: layers.span)
    guard !range.isEmpty else { return [] }
    let first = range.lowerBound.milliseconds(since: opening) / Self.slot
    let last = (range.upperBound.milliseconds(since: opening) - 1) / Self.slot
    return (first...last).compactMap { id in
      var draw = noise.key(id)
      let time = opening.advanced(byMilliseconds: id * Self.slot + Int64(draw.below(Int(Self.slot))))
      return range.contains(time) ? Self.trade(id, at: time, of: layers, &draw) : nil
    }
  }

  private static func trade(
    _ id: Int64, at time: Instant, of layers: PairLayers, _ draw: inout SeededNoise
  ) -> PublicTrade? {
    let (minute, hour) = (Timeframe.oneMinute.openTime(containing: time), Timeframe.oneHour.openTime(containing: time))
    let before = Timeframe.oneHour.openTime(hour, offset: -1)
    guard let price = layers.levelCandles(.oneMinute, in: minute..<time.advanced(byMilliseconds: 1)).first?.open,
      let volume = layers.levelCandles(.oneHour, in: before..<hour).first?.volume
    else { return nil }
    // Up to a third of a percent away, and a sixteenth to three quarters of the hour.
    let away = Int128(draw.below(67)) - 33
    let grid = layers.grid
    let units = price.value.units + price.value.units / 10_000 * away
    let share = Fixed(units: volume.value.units / 256 * Int128(16 + draw.below(176)))
    return PublicTrade(
      id: id, time: time, price: Price(max(Fixed(units: units).rounded(toMultipleOf: grid.tick, .halfEven), grid.tick)),
      quantity: Quantity(max(share.rounded(toMultipleOf: grid.step, .down), grid.step)),
      isBuyerMaker: draw.below(2) == 0)
  }
}
