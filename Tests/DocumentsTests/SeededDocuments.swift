// SPDX-License-Identifier: Apache-2.0

import Documents

@testable import TestKit

/// Documents for property tests.
extension SplitMix {
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
