// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// A pair as somebody wrote it: `BTC/USDT`, or `BTCUSDT`, which only a list of instruments can split.
enum PairText {
  /// With a slash.
  case pair(Pair)
  /// Without one, in capitals.
  case symbol(String)

  /// Reads either form, or nil.
  init?(_ text: String) {
    if let pair = Pair(text) {
      self = .pair(pair)
      return
    }
    let scalars = text.unicodeScalars
    guard (2...40).contains(scalars.count) else { return nil }
    // Each half of a symbol is an asset's code; so is the whole, in two parts.
    let middle = scalars.index(scalars.startIndex, offsetBy: scalars.count / 2)
    guard let left = Asset(String(scalars[..<middle])), let right = Asset(String(scalars[middle...])) else {
      return nil
    }
    self = .symbol(left.code + right.code)
  }
}

extension SettingsCatalog {
  /// The pair that a text names.
  ///
  /// - Throws: the error of the field at `path`.
  func pair(_ text: String, at path: String) throws(FieldErrors) -> Pair {
    switch PairText(text) {
    case .pair(let pair):
      guard let instruments, instruments[pair] == nil else { return pair }
      throw unknownPair(text, at: path)
    case .symbol(let symbol):
      guard let instruments else {
        throw FieldErrors([
          FieldError(
            path, value: text, "write the pair with a slash, BTC/USDT: the venue's list of pairs isn't there yet")
        ])
      }
      guard let pair = instruments.keys.first(where: { $0.symbol == symbol }) else {
        throw unknownPair(text, at: path)
      }
      return pair
    case nil:
      throw FieldErrors([FieldError(path, value: text, "\(path) must be \(TextRule.pair.expectation)")])
    }
  }

  private func unknownPair(_ text: String, at path: String) -> FieldErrors {
    let names = (instruments ?? [:]).keys.map(\.description).sorted()
    let hint = suggestion(for: text, among: names)
    return FieldErrors([FieldError(path, value: text, "the venue has no pair \(text)\(hint)")])
  }
}
