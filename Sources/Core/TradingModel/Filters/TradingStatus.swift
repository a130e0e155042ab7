// SPDX-License-Identifier: Apache-2.0

/// Whether a venue takes orders for a pair. The venue's words are an open set.
public enum TradingStatus: Hashable, Sendable {
  /// Orders are taken.
  case trading
  /// Orders are not taken; the venue's word for why: `HALT`, `BREAK`, `CANCEL_ONLY`, …
  case suspended(String)

  /// `END_OF_DAY`.
  public static let endOfDay = TradingStatus.suspended("END_OF_DAY")
  /// `HALT`.
  public static let halt = TradingStatus.suspended("HALT")
  /// `BREAK`.
  public static let `break` = TradingStatus.suspended("BREAK")
  /// `CANCEL_ONLY`: orders can be taken back and not placed.
  public static let cancelOnly = TradingStatus.suspended("CANCEL_ONLY")

  /// The words that Binance documents.
  ///
  /// Source: https://developers.binance.com/docs/binance-spot-api-docs/enums, changelog of 2026-07-07.
  public static let documented: [TradingStatus] = [.trading, .endOfDay, .halt, .break, .cancelOnly]

  /// The status of a venue's word, known or not.
  public init(word: String) {
    self = word == "TRADING" ? .trading : .suspended(word)
  }

  /// The venue's word.
  public var word: String {
    switch self {
    case .trading: "TRADING"
    case .suspended(let word): word
    }
  }
}
