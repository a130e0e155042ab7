// SPDX-License-Identifier: Apache-2.0

/// Splits a volume by weights so that the parts add up exactly.
enum VolumeSplit {
  /// - Parameters:
  ///   - volume: in steps, at least `minimum` × the number of weights.
  ///   - minimum: what every part gets before the rest is split.
  ///   - weights: above 0.
  static func parts(of volume: Int64, minimum: Int64, weights: [UInt64]) -> [Int64] {
    let rest = UInt64(volume - minimum * Int64(weights.count))
    let total = weights.reduce(0, +)
    var parts: [Int64] = []
    parts.reserveCapacity(weights.count)
    var weightSoFar: UInt64 = 0
    var given: UInt64 = 0
    for weight in weights {
      weightSoFar += weight
      let upTo = total.dividingFullWidth(rest.multipliedFullWidth(by: weightSoFar)).quotient
      parts.append(minimum + Int64(upTo - given))
      given = upTo
    }
    return parts
  }
}
