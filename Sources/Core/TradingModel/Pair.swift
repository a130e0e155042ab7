// SPDX-License-Identifier: Apache-2.0

/// What is traded against what: `BTC/USDT` buys and sells BTC for USDT.
public struct Pair: Hashable, Sendable, Comparable, LosslessStringConvertible {
  /// What is bought and sold.
  public let base: Asset
  /// What it is paid in.
  public let quote: Asset

  /// A pair of two assets.
  public init(base: Asset, quote: Asset) {
    self.base = base
    self.quote = quote
  }

  /// Reads `BTC/USDT`; nil for anything else. `BTCUSDT` is resolved by a venue's list of instruments.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let base = Asset(String(parts[0])), let quote = Asset(String(parts[1])), base != quote
    else { return nil }
    self.init(base: base, quote: quote)
  }

  /// The pair as exchanges write it: `BTCUSDT`.
  public var symbol: String { base.code + quote.code }

  public var description: String { "\(base)/\(quote)" }

  public static func < (left: Pair, right: Pair) -> Bool { (left.base, left.quote) < (right.base, right.quote) }
}
