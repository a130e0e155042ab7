// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What `GET /api/v3/exchangeInfo` answers: what the venue trades, by which rules, and how much it may be asked.
///
/// Every enumeration of the venue is open: what is not known is kept by name and never an error.
public struct ExchangeInfo: Hashable, Sendable {
  /// The rules of every pair that could be read, in the venue's order.
  public var instruments: [InstrumentRules] = []
  /// How much weight one address may ask for in a minute; nil where the venue doesn't say.
  public var weightPerMinute: Int?
  /// What an account may have open on the whole exchange: `exchangeFilters`.
  public var exchangeLimits = OpenOrderLimits()
  /// Names of filters that are not known here, sorted: of symbols, where ``InstrumentRules/unknownFilters`` says which
  /// pairs have them, and of the exchange, where a field of a known one that can't be read is named too.
  public var unreadFilters: [String] = []
  /// Symbols whose entry could not be read, with the field that is wrong.
  public var unreadSymbols: [UnreadSymbol] = []

  /// Statuses of pairs that Binance doesn't document, sorted. Such a pair takes no orders.
  public var unknownStatuses: [String] {
    Set(instruments.map(\.status)).subtracting(TradingStatus.documented).map(\.word).sorted()
  }

  /// A symbol that is left out.
  public struct UnreadSymbol: Hashable, Sendable {
    /// The symbol, or an empty text where the entry names none.
    public let symbol: String
    /// The field that is missing, or not of its type.
    public let field: String

    /// A symbol that is left out.
    public init(symbol: String, field: String) {
      self.symbol = symbol
      self.field = field
    }
  }

  /// An answer without anything.
  public init() {}
}
