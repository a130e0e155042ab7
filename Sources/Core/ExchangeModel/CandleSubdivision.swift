// SPDX-License-Identifier: Apache-2.0

extension TickCandle {
  /// Splits the candle into smaller ones that make it up exactly: the first opens at its open, each other one where the
  /// one before closed, the last closes at its close; high and low are touched, the volumes add up.
  ///
  /// - Parameters:
  ///   - count: how many, 1 or more.
  ///   - minimumVolume: what every part should have in steps, so that it can be split in turn. Where the candle has too
  ///     little for that, the first part is all of it, and the others are flat.
  func subdivided(into count: Int, minimumVolume: Int64, noise: SeededNoise) -> [TickCandle] {
    guard count > 1 else { return [self] }
    guard volume >= minimumVolume * Int64(count) else {
      return [self] + Array(repeating: TickCandle(flatAt: close), count: count - 1)
    }
    var noise = noise
    var sketch = PathSketch()
    sketch.draw(through: self, count: count + 1, .approached, noise: &noise)
    let bounds = sketch.points
    let wick = range / Int64(2 * PathSketch.squareRoot(UInt64(count)))
    var parts: [TickCandle] = []
    var weights: [UInt64] = []
    parts.reserveCapacity(count)
    weights.reserveCapacity(count)
    for index in 0..<count {
      let (open, close) = (bounds[index], bounds[index + 1])
      let upper = abs(SeededNoise.scaled(wick, by: noise.bellShaped()) / 2)
      let lower = abs(SeededNoise.scaled(wick, by: noise.bellShaped()) / 2)
      parts.append(
        TickCandle(
          open: open, high: min(high, max(open, close) + upper), low: max(low, min(open, close) - lower), close: close,
          volume: 0))
      weights.append(Self.weight(move: abs(close - open), of: wick, noise: &noise))
    }
    touchExtremes(&parts)
    var split = VolumeSplit(
      of: volume, minimum: minimumVolume, count: count, totalWeight: weights.reduce(0, +))
    for index in 0..<count { parts[index].volume = split.next(weight: weights[index]) }
    return parts
  }

  /// Stretches the part nearest to the high, and the one nearest to the low, so that they touch.
  private func touchExtremes(_ parts: inout [TickCandle]) {
    var (top, bottom) = (0, 0)
    for index in parts.indices {
      if parts[index].high > parts[top].high { top = index }
      if parts[index].low < parts[bottom].low { bottom = index }
    }
    parts[top].high = high
    parts[bottom].low = low
  }

  /// How much of the volume falls on a part: more where the price moves more.
  private static func weight(move: Int64, of usual: Int64, noise: inout SeededNoise) -> UInt64 {
    let moved = UInt64(min(move / max(1, usual / 64), 256))
    return (32 + UInt64(noise.below(96))) * (64 + moved)
  }
}
