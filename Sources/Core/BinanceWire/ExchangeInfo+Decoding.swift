// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

extension ExchangeInfo {
  /// Reads the answer. A symbol that can't be read is left out and listed; the rest of the answer stands.
  public init(_ bytes: RawSpan) throws(WireError) {
    self.init()
    var filters: Set<String> = []
    var info = self
    let hasSymbols = try RestAnswers.reading(bytes) { (scanner) throws(JSONError) in
      var hasSymbols = false
      try scanner.beginObject()
      while let key = try scanner.nextKey() {
        switch key {
        case "rateLimits": try info.readRateLimits(&scanner)
        case "exchangeFilters":
          try scanner.beginArray()
          while try scanner.nextElement() {
            let wrong = info.exchangeLimits.takeExchangeFilter(try FilterFields(from: &scanner))
            if let wrong { filters.insert(wrong) }
          }
        case "symbols":
          hasSymbols = true
          try scanner.beginArray()
          while try scanner.nextElement() { try info.readSymbol(&scanner, filters: &filters) }
        default: try scanner.skipValue()
        }
      }
      return hasSymbols
    }
    guard hasSymbols else { throw .missing(field: "symbols") }
    self = info
    unreadFilters = filters.sorted()
  }

  private mutating func readRateLimits(_ scanner: inout JSONScanner) throws(JSONError) {
    try scanner.beginArray()
    while try scanner.nextElement() {
      var kind: String?
      var interval: String?
      var count: Int64?
      var limit: Int64?
      try scanner.beginObject()
      while let key = try scanner.nextKey() {
        switch key {
        case "rateLimitType": kind = try scanner.stringOrSkip()
        case "interval": interval = try scanner.stringOrSkip()
        case "intervalNum": count = try scanner.int64OrSkip()
        case "limit": limit = try scanner.int64OrSkip()
        default: try scanner.skipValue()
        }
      }
      if kind == "REQUEST_WEIGHT", interval == "MINUTE", count == 1, let limit, (1...1_000_000).contains(limit) {
        weightPerMinute = Int(limit)
      }
    }
  }

  private mutating func readSymbol(_ scanner: inout JSONScanner, filters: inout Set<String>) throws(JSONError) {
    var fields = SymbolFields()
    try fields.read(from: &scanner)
    switch fields.rules() {
    case .success(let rules):
      filters.formUnion(rules.unknownFilters)
      instruments.append(rules)
    case .failure(let wrong): unreadSymbols.append(UnreadSymbol(symbol: fields.symbol ?? "", field: wrong.field))
    }
  }
}

/// A field that keeps a symbol from being read.
private struct WrongField: Error {
  let field: String
}

/// The fields of a symbol's entry that are read here.
private struct SymbolFields {
  private(set) var symbol: String?
  private var status: String?
  private var base: String?
  private var quote: String?
  private var basePlaces: Int64?
  private var quotePlaces: Int64?
  private var filters: [FilterFields] = []

  mutating func read(from scanner: inout JSONScanner) throws(JSONError) {
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      switch key {
      case "symbol": symbol = try scanner.stringOrSkip()
      case "status": status = try scanner.stringOrSkip()
      case "baseAsset": base = try scanner.stringOrSkip()
      case "quoteAsset": quote = try scanner.stringOrSkip()
      case "baseAssetPrecision": basePlaces = try scanner.int64OrSkip()
      case "quoteAssetPrecision": quotePlaces = try scanner.int64OrSkip()
      case "filters":
        try scanner.beginArray()
        while try scanner.nextElement() { filters.append(try FilterFields(from: &scanner)) }
      default: try scanner.skipValue()
      }
    }
  }

  func rules() -> Result<InstrumentRules, WrongField> {
    guard let symbol else { return .failure(WrongField(field: "symbol")) }
    guard let status else { return .failure(WrongField(field: "status")) }
    guard let base = base.flatMap({ Asset($0) }) else { return .failure(WrongField(field: "baseAsset")) }
    guard let quote = quote.flatMap({ Asset($0) }) else { return .failure(WrongField(field: "quoteAsset")) }
    let pair = Pair(base: base, quote: quote)
    guard pair.symbol == symbol, base != quote else { return .failure(WrongField(field: "symbol")) }
    var rules = InstrumentRules(
      pair: pair, status: TradingStatus(word: status), basePlaces: places(basePlaces), quotePlaces: places(quotePlaces))
    var wrong: String?
    for filter in filters { wrong = rules.take(filter) ?? wrong }
    if let wrong { return .failure(WrongField(field: wrong)) }
    return .success(rules)
  }

  /// Decimal places as the venue gives them, 8 where it doesn't, within what we can represent.
  private func places(_ count: Int64?) -> Int {
    Int(min(max(count ?? 8, 0), Int64(Fixed.decimalPlaces)))
  }
}
