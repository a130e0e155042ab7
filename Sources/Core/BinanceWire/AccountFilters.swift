// SPDX-License-Identifier: Apache-2.0

import Documents
public import TradingModel

/// What `GET /api/v3/myFilters` answers: the filters that bind one account, MAX_ASSET among them.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/account-endpoints
public struct AccountFilters: Hashable, Sendable {
  /// The symbol's rules with those that are the account's own in their place.
  public var rules: InstrumentRules
  /// What the account may have open on the whole exchange.
  public var exchange: OpenOrderLimits
  /// How much of an asset the account may move in one order.
  public var assets: [MaxAssetFilter]
  /// Names of filters, or of fields of known ones, that could not be read, sorted.
  public var unreadFilters: [String]

  /// Reads the answer.
  ///
  /// - Parameter rules: the symbol's, as `exchangeInfo` tells them to everybody.
  public init(_ bytes: RawSpan, over rules: InstrumentRules) throws(WireError) {
    var filters = AccountFilters(over: rules)
    var unread: Set<String> = []
    try RestAnswers.reading(bytes) { (scanner) throws(JSONError) in
      try scanner.beginObject()
      while let key = try scanner.nextKey() {
        switch key {
        case "symbolFilters":
          try scanner.beginArray()
          while try scanner.nextElement() {
            if let wrong = filters.rules.take(try FilterFields(from: &scanner)) { unread.insert(wrong) }
          }
        case "exchangeFilters":
          try scanner.beginArray()
          while try scanner.nextElement() {
            if let wrong = filters.exchange.takeExchangeFilter(try FilterFields(from: &scanner)) {
              unread.insert(wrong)
            }
          }
        case "assetFilters":
          try scanner.beginArray()
          while try scanner.nextElement() {
            var fields = try FilterFields(from: &scanner)
            if let limit = fields.maxAsset() { filters.assets.append(limit) } else { unread.insert(fields.type) }
          }
        default: try scanner.skipValue()
        }
      }
    }
    unread.formUnion(filters.rules.unknownFilters)
    filters.unreadFilters = unread.sorted()
    self = filters
  }

  private init(over rules: InstrumentRules) {
    self.rules = rules
    exchange = OpenOrderLimits()
    assets = []
    unreadFilters = []
  }
}
