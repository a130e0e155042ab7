// SPDX-License-Identifier: Apache-2.0

import Documents

/// A small seeded generator (SplitMix64, Steele, Lea and Flood 2014) with documents for property tests.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func node(depth: Int) -> Node {
    switch below(depth > 0 ? 7 : 5) {
    case 0: return .null
    case 1: return .bool(below(2) == 0)
    case 2: return .number(Int64(bitPattern: next()))
    case 3: return .number(Double(bitPattern: next()))
    case 4: return .string(text())
    case 5: return .array((0..<below(6)).map { _ in node(depth: depth - 1) })
    default:
      return .object((0..<below(20)).map { Node.Member(key: "\($0)\(text())", value: node(depth: depth - 1)) })
    }
  }

  mutating func text() -> String {
    let bounds: [UInt32] = [0x20, 0x80, 0x800, 0x1_0000, 0x11_0000]
    var scalars = String.UnicodeScalarView()
    for _ in 0..<below(12) {
      let value = UInt32(truncatingIfNeeded: next()) % bounds[below(bounds.count)]
      if let scalar = Unicode.Scalar(value) { scalars.append(scalar) }
    }
    return String(scalars)
  }
}
