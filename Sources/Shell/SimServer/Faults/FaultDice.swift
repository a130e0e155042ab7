// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// Decides by a key what is hit: the same on every machine, in any order of asking.
///
/// The mixing is that of SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
struct FaultDice: Hashable, Sendable {
  private(set) var bits: UInt64

  init(seed: UInt64) { bits = Self.mixed(seed) }

  /// The dice of a part of what this key names.
  func key(_ part: Int64) -> FaultDice {
    var dice = self
    dice.bits = Self.mixed((bits ^ UInt64(bitPattern: part)) &+ 0x9E37_79B9_7F4A_7C15)
    return dice
  }

  /// The dice of a text: FNV-1a over its UTF-8.
  func key(_ text: String) -> FaultDice {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return key(Int64(bitPattern: hash))
  }

  /// Whether what the key names belongs to a share of all.
  func isWithin(_ share: Fixed) -> Bool {
    Int128(bits) * Fixed.unitsPerOne < share.units << 64
  }

  /// A number from 0 up to a bound, exclusive.
  func below(_ bound: Int) -> Int {
    precondition(bound > 0, "there is a number below the bound")
    return Int(bits.multipliedFullWidth(by: UInt64(bound)).high)
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return bits ^ bits >> 31
  }
}
