// SPDX-License-Identifier: Apache-2.0

/// Numbers that look random and are a function of a key: the same on every machine, in any order of asking.
///
/// The generator is SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
struct SeededNoise: Sendable {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  /// The next 64 bits.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mixed(state)
  }

  /// A number from 0 up to a bound, exclusive.
  mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "there is a number below the bound")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A bell-shaped number with mean 0 and standard deviation ``bell``; never beyond ±``bellMax``.
  mutating func bellShaped() -> Int64 {
    Self.bellShaped(next())
  }

  /// The noise of a part of what this key names; the key itself does not move.
  func key(_ part: UInt64) -> SeededNoise {
    SeededNoise(Self.mixed(state ^ Self.mixed(part &+ 0xD1B5_4A32_D192_ED03)))
  }

  /// The noise of a signed part.
  func key(_ part: Int64) -> SeededNoise { key(UInt64(bitPattern: part)) }

  /// The noise of a text: FNV-1a over its UTF-8.
  func key(_ text: String) -> SeededNoise {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return key(hash)
  }

  /// The standard deviation of ``bellShaped()``.
  static let bell: Int64 = 37_837
  /// What ``bellShaped()`` does not exceed.
  static let bellMax: Int64 = 131_070

  /// The sum of the four 16-bit parts around its mean.
  static func bellShaped(_ bits: UInt64) -> Int64 {
    Int64(bits & 0xFFFF) + Int64(bits >> 16 & 0xFFFF) + Int64(bits >> 32 & 0xFFFF) + Int64(bits >> 48) - bellMax
  }

  /// `amount` × a bell-shaped number with standard deviation 1.
  static func scaled(_ amount: Int64, by bellShaped: Int64) -> Int64 {
    // Beyond 2⁴⁰ the product would not fit; what the shift drops does not matter there.
    amount < 1 << 40 ? amount * bellShaped / bell : ((amount >> 20) * bellShaped / bell) << 20
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return bits ^ bits >> 31
  }
}

extension SeededNoise {
  /// An exponentially distributed number with mean 1, in 256ths, 0 or more.
  mutating func exponential() -> Int64 {
    let bits = next() | 1
    let zeros = Int64(bits.leadingZeroBitCount)
    // Below the leading bit lies the fraction; the logarithm is taken as straight in between.
    let fraction = Int64((bits << UInt64(zeros + 1)) >> 56)
    return (zeros * 256 + 256 - fraction) * 177 / 256
  }
}
