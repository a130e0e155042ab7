// SPDX-License-Identifier: Apache-2.0

/// Makes names for orders that clients gave none: 22 letters and digits, as the venue does, each another one.
struct NameMint: Sendable {
  private let seed: FaultDice
  private var count: Int64 = 0

  init(seed: UInt64) { self.seed = FaultDice(seed: seed).key("names") }

  mutating func next() -> String {
    count += 1
    let dice = seed.key(count)
    return String(decoding: (0..<22).map { Self.letters[dice.key(Int64($0)).below(Self.letters.count)] }, as: UTF8.self)
  }

  private static let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
}
