// SPDX-License-Identifier: Apache-2.0

/// Splits a volume by weights, part after part, so that the parts add up exactly.
struct VolumeSplit {
  private let minimum: Int64
  /// What is split by weight, and how much of it falls on a weight of 1, in 2⁻³².
  private let rest: UInt64
  private let ratio: UInt128
  private var partsLeft: Int
  private var weightSoFar: UInt64 = 0
  private var given: UInt64 = 0

  /// - Parameters:
  ///   - volume: in steps, at least `minimum` × `count`.
  ///   - minimum: what every part gets before the rest is split.
  ///   - count: how many parts there are.
  ///   - totalWeight: what their weights add up to, above 0.
  init(of volume: Int64, minimum: Int64, count: Int, totalWeight: UInt64) {
    self.minimum = minimum
    rest = UInt64(volume - minimum * Int64(count))
    // A division by a machine word is much the cheaper one.
    ratio = rest < 1 << 32 ? UInt128((rest << 32) / totalWeight) : (UInt128(rest) << 32) / UInt128(totalWeight)
    partsLeft = count
  }

  /// The next part; the last one takes what is left.
  mutating func next(weight: UInt64) -> Int64 {
    weightSoFar += weight
    partsLeft -= 1
    let upTo = partsLeft == 0 ? rest : UInt64(truncatingIfNeeded: (ratio &* UInt128(weightSoFar)) &>> 32)
    defer { given = upTo }
    return minimum + Int64(upTo - given)
  }
}
