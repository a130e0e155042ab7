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
    try fields.read(from: &scanner, unread: &filters)
    switch fields.rules() {
    case .success(let rules): instruments.append(rules)
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
  private var price = PriceFilter()
  private var lot = LotFilter()
  private var marketLot = LotFilter()
  private var notional = NotionalFilter()
  private var hasNotional = false
  private var wrongFilter: String?

  mutating func read(from scanner: inout JSONScanner, unread: inout Set<String>) throws(JSONError) {
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
        while try scanner.nextElement() { try readFilter(&scanner, unread: &unread) }
      default: try scanner.skipValue()
      }
    }
  }

  private mutating func readFilter(_ scanner: inout JSONScanner, unread: inout Set<String>) throws(JSONError) {
    var fields = FilterFields()
    try fields.read(from: &scanner)
    switch fields.name {
    case "PRICE_FILTER":
      price = PriceFilter(
        minimum: Price(fields.minPrice), maximum: Price(fields.maxPrice), tick: Price(fields.tickSize))
    case "LOT_SIZE": lot = fields.lot
    case "MARKET_LOT_SIZE": marketLot = fields.lot
    case "NOTIONAL":
      hasNotional = true
      notional = NotionalFilter(
        minimum: Money(fields.minNotional), appliesMinimumToMarket: fields.appliesMinimumToMarket,
        maximum: Money(fields.maxNotional), appliesMaximumToMarket: fields.appliesMaximumToMarket)
    case "MIN_NOTIONAL":
      // A symbol that has both is judged by the newer one, which says more.
      guard !hasNotional else { return }
      notional = NotionalFilter(
        minimum: Money(fields.minNotional), appliesMinimumToMarket: fields.appliesToMarket)
    default:
      unread.insert(fields.name)
      return
    }
    if let field = fields.wrong { wrongFilter = "\(fields.name).\(field)" }
  }

  func rules() -> Result<InstrumentRules, WrongField> {
    guard let symbol else { return .failure(WrongField(field: "symbol")) }
    guard let status else { return .failure(WrongField(field: "status")) }
    guard let base = base.flatMap({ Asset($0) }) else { return .failure(WrongField(field: "baseAsset")) }
    guard let quote = quote.flatMap({ Asset($0) }) else { return .failure(WrongField(field: "quoteAsset")) }
    let pair = Pair(base: base, quote: quote)
    guard pair.symbol == symbol, base != quote else { return .failure(WrongField(field: "symbol")) }
    if let wrongFilter { return .failure(WrongField(field: wrongFilter)) }
    return .success(
      InstrumentRules(
        pair: pair, status: status == "TRADING" ? .trading : .suspended(status), price: price, lot: lot,
        marketLot: marketLot, notional: notional, basePlaces: places(basePlaces), quotePlaces: places(quotePlaces)))
  }

  /// Decimal places as the venue gives them, 8 where it doesn't, within what we can represent.
  private func places(_ count: Int64?) -> Int {
    Int(min(max(count ?? 8, 0), Int64(Fixed.decimalPlaces)))
  }
}

/// The fields of the filters that are read here; 0 and the venue's defaults where absent.
private struct FilterFields {
  private(set) var name = ""
  private(set) var minPrice = Fixed.zero
  private(set) var maxPrice = Fixed.zero
  private(set) var tickSize = Fixed.zero
  private var minQuantity = Fixed.zero
  private var maxQuantity = Fixed.zero
  private var stepSize = Fixed.zero
  private(set) var minNotional = Fixed.zero
  private(set) var maxNotional = Fixed.zero
  private(set) var appliesToMarket = true
  private(set) var appliesMinimumToMarket = true
  private(set) var appliesMaximumToMarket = false
  /// The field that is no decimal of ours.
  private(set) var wrong: String?

  var lot: LotFilter {
    LotFilter(minimum: Quantity(minQuantity), maximum: Quantity(maxQuantity), step: Quantity(stepSize))
  }

  mutating func read(from scanner: inout JSONScanner) throws(JSONError) {
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      switch key {
      case "filterType": name = try scanner.stringOrSkip() ?? ""
      case "minPrice": minPrice = try decimal("minPrice", &scanner)
      case "maxPrice": maxPrice = try decimal("maxPrice", &scanner)
      case "tickSize": tickSize = try decimal("tickSize", &scanner)
      case "minQty": minQuantity = try decimal("minQty", &scanner)
      case "maxQty": maxQuantity = try decimal("maxQty", &scanner)
      case "stepSize": stepSize = try decimal("stepSize", &scanner)
      case "minNotional": minNotional = try decimal("minNotional", &scanner)
      case "maxNotional": maxNotional = try decimal("maxNotional", &scanner)
      case "applyToMarket": appliesToMarket = try scanner.boolOrSkip() ?? true
      case "applyMinToMarket": appliesMinimumToMarket = try scanner.boolOrSkip() ?? true
      case "applyMaxToMarket": appliesMaximumToMarket = try scanner.boolOrSkip() ?? false
      default: try scanner.skipValue()
      }
    }
  }

  /// A bound. What is larger than can be read is the largest number there is: no order gets there.
  private mutating func decimal(_ field: String, _ scanner: inout JSONScanner) throws(JSONError) -> Fixed {
    guard let text = try scanner.stringOrSkip() else {
      wrong = field
      return .zero
    }
    do {
      let value = try Fixed(text: text)
      if value.isNegative { wrong = field }
      return value
    } catch {
      if error == .tooLarge { return .limit }
      wrong = field
      return .zero
    }
  }
}
