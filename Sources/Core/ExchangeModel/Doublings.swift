// SPDX-License-Identifier: Apache-2.0

/// Logarithms of prices in whole numbers, so that they are the same on every machine: ``one`` is a doubling.
enum Doublings {
  /// The logarithm of 2.
  static let one: Int64 = 1 << 24

  /// What so many hundredths of a percent are as a logarithm, for small ones.
  static func basisPoints(_ count: Int64) -> Int64 { count * one * 1443 / 10_000_000 }

  /// `value` × 2^(`logarithm` / ``one``), rounded down; `value` is 0 or more, and the result below 2⁶³.
  static func scaled(_ value: Int64, by logarithm: Int64) -> Int64 {
    let whole = logarithm >> 24
    let fraction = Int(logarithm & (one - 1))
    let coarse = product(table.coarse[fraction >> 16], table.middle[fraction >> 8 & 0xFF])
    let mantissa = product(coarse, table.fine[fraction & 0xFF])
    let wide = UInt128(UInt64(value)) * UInt128(mantissa)
    return Int64(truncatingIfNeeded: wide &>> UInt128(max(0, min(127, 63 - whole))))
  }

  /// The product of two numbers from 1 up to 2, which is below 2 too, in 2⁻⁶³.
  private static func product(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let (high, low) = left.multipliedFullWidth(by: right)
    return high << 1 | low >> 63
  }

  /// 2^(i/2⁸), 2^(i/2¹⁶) and 2^(i/2²⁴), in 2⁻⁶³.
  private static let table: (coarse: [UInt64], middle: [UInt64], fine: [UInt64]) = {
    var roots: [UInt64] = []
    var root = UInt128(1) << 64
    for _ in 0..<24 {
      root = squareRoot(root << 63)
      roots.append(UInt64(root))
    }
    func powers(_ group: Int) -> [UInt64] {
      (0..<256).map { index in
        (0..<8).reduce(UInt64(1) << 63) { power, bit in
          index & (0x80 >> bit) == 0 ? power : product(power, roots[group * 8 + bit])
        }
      }
    }
    return (powers(0), powers(1), powers(2))
  }()

  private static func squareRoot(_ value: UInt128) -> UInt128 {
    var root: UInt128 = 0
    var bit: UInt128 = 1 << 63
    while bit > 0 {
      let trial = root | bit
      if trial * trial <= value { root = trial }
      bit >>= 1
    }
    return root
  }
}

/// Parts of a whole in 1024ths, and what a deviation is multiplied by when its variance is split.
enum Share {
  static let whole: Int64 = 1024

  /// A deviation of so large a part of a variance.
  static func deviation(_ whole: Int64, of share: Int64) -> Int64 { (whole * roots[Int(share)]) >> 16 }

  /// What a deviation is multiplied by, in 2⁻¹⁶.
  static func root(of share: Int64) -> Int64 { roots[Int(share)] }

  /// √(i/1024) in 2⁻¹⁶.
  private static let roots: [Int64] = (0...1024).map { Int64(PathSketch.squareRoot(UInt64($0) << 22)) }
}
