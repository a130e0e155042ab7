// SPDX-License-Identifier: Apache-2.0

import Documents
public import TradingModel

/// What an account has and may do: `account`.
public struct AccountReport: Hashable, Sendable {
  /// What it has of an asset.
  public struct AssetBalance: Hashable, Sendable {
    /// The venue's code.
    public var asset: String
    /// How much.
    public var balance: Balance
  }

  /// What it has.
  public var balances: [AssetBalance]
  /// Whether the account, not the key, may trade.
  public var canTrade: Bool
  /// Whether the account, not the key, may withdraw.
  public var canWithdraw: Bool?
  /// When it last changed.
  public var updatedAt: Instant
  /// The venue's number of the account, or nil.
  public var accountID: Int64?
}

/// What a key may do: `apiRestrictions`.
///
/// Source: https://developers.binance.com/docs/wallet/account/api-key-permission
public struct RestrictionReport: Hashable, Sendable {
  /// The truth values of the answer by the venue's names: an open set.
  public var flags: [String: Bool]
  /// When its right to trade ends, or nil.
  public var tradingEndsAt: Instant?
}

/// What the venue takes of the account's trades in a pair: `account/commission`.
public struct CommissionReport: Hashable, Sendable {
  /// Shares of what is received.
  public struct Rates: Hashable, Sendable {
    /// Of an order that rested.
    public var maker = Ratio.zero
    /// Of an order that took.
    public var taker = Ratio.zero
    /// Besides, of the one who buys.
    public var buyer = Ratio.zero
    /// Besides, of the one who sells.
    public var seller = Ratio.zero
  }

  /// The venue's symbol.
  public var symbol: String
  /// The usual rates.
  public var standard: Rates
  /// What the pair takes besides.
  public var special: Rates
  /// What goes to the state besides.
  public var tax: Rates
  /// The asset with which fees are paid at a discount, where that is on.
  public var discountAsset: String?
  /// What the standard rates are multiplied by where fees are paid in ``discountAsset``.
  public var discount: Ratio?
}

/// How much of a limit is used.
public struct LimitUse: Hashable, Sendable {
  /// `REQUEST_WEIGHT`, `ORDERS`, `RAW_REQUESTS`, or a word that is not known here.
  public var kind: String
  /// How long the window is, in seconds.
  public var seconds: Int64
  /// How much is allowed in a window; nil where it isn't told.
  public var limit: Int64?
  /// How much is used; nil where it isn't told.
  public var count: Int64?

  /// How much of a limit is used.
  public init(kind: String, seconds: Int64, limit: Int64?, count: Int64?) {
    self.kind = kind
    self.seconds = seconds
    self.limit = limit
    self.count = count
  }
}

extension AccountAnswers {
  /// What an account has and may do.
  public static func account(_ bytes: RawSpan, at place: AnswerPlace) throws(WireError) -> AccountReport {
    try reading(bytes, at: place) { (scanner) throws(JSONError) in try AccountFields(from: &scanner) }.report
  }

  /// What a key may do.
  public static func restrictions(_ bytes: RawSpan, at place: AnswerPlace) throws(WireError) -> RestrictionReport {
    try reading(bytes, at: place) { (scanner) throws(JSONError) in
      var report = RestrictionReport(flags: [:], tradingEndsAt: nil)
      try scanner.beginObject()
      while let key = try scanner.nextKey() {
        if case "tradingAuthorityExpirationTime" = key {
          report.tradingEndsAt = try scanner.instantOrSkip()
        } else if let name = Self.restrictionNames.first(where: { $0 ~= key }) {
          if let flag = try scanner.boolOrSkip() { report.flags["\(name)"] = flag }
        } else {
          try scanner.skipValue()
        }
      }
      return report
    }
  }

  private static let restrictionNames: [StaticString] = [
    "ipRestrict", "enableReading", "enableWithdrawals", "enableInternalTransfer", "enableMargin", "enableFutures",
    "permitsUniversalTransfer", "enableVanillaOptions", "enableFixApiTrade", "enableFixReadOnly",
    "enableSpotAndMarginTrading", "enablePortfolioMarginTrading",
  ]

  /// What the venue takes of the account's trades in a pair.
  public static func commission(_ bytes: RawSpan, at place: AnswerPlace) throws(WireError) -> CommissionReport {
    let (symbol, report) = try reading(bytes, at: place) { (scanner) throws(JSONError) in
      var symbol: String?
      var report = CommissionReport(symbol: "", standard: .init(), special: .init(), tax: .init())
      try scanner.beginObject()
      while let key = try scanner.nextKey() {
        switch key {
        case "symbol": symbol = try scanner.stringOrSkip()
        case "standardCommission", "standardCommissionForOrder": report.standard = try scanner.rates()
        case "specialCommission", "specialCommissionForOrder": report.special = try scanner.rates()
        case "taxCommission", "taxCommissionForOrder": report.tax = try scanner.rates()
        case "discount": try scanner.discount(of: &report)
        default: try scanner.skipValue()
        }
      }
      return (symbol, report)
    }
    var named = report
    named.symbol = try required(symbol, "symbol")
    return named
  }

  /// How many orders were counted, and how many may be.
  public static func limits(_ bytes: RawSpan, at place: AnswerPlace) throws(WireError) -> [LimitUse] {
    try reading(bytes, at: place) { (scanner) throws(JSONError) in try scanner.limitUses() }
  }
}

/// The fields of an account, gathered because keys have no order.
private struct AccountFields {
  private var balances: [AccountReport.AssetBalance?]?
  private var canTrade: Bool?
  private var canWithdraw: Bool?
  private var updatedAt: Instant?
  private var accountID: Int64?

  init(from scanner: inout JSONScanner) throws(JSONError) {
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      switch key {
      case "balances":
        balances = try scanner.elementsOrSkip { (scanner) throws(JSONError) in try scanner.assetBalance() }
      case "canTrade": canTrade = try scanner.boolOrSkip()
      case "canWithdraw": canWithdraw = try scanner.boolOrSkip()
      case "updateTime": updatedAt = try scanner.instantOrSkip()
      case "uid": accountID = try scanner.int64OrSkip()
      default: try scanner.skipValue()
      }
    }
  }

  var report: AccountReport {
    get throws(WireError) {
      var known: [AccountReport.AssetBalance] = []
      for balance in try required(balances, "balances") { known.append(try required(balance, "balances")) }
      return AccountReport(
        balances: known, canTrade: try required(canTrade, "canTrade"), canWithdraw: canWithdraw,
        updatedAt: try required(updatedAt, "updateTime"), accountID: accountID)
    }
  }
}

extension JSONScanner {
  /// Reads `{asset, free, locked}` or `{a, f, l}`; nil where a field is missing.
  mutating func assetBalance() throws(JSONError) -> AccountReport.AssetBalance? {
    var asset: String?
    var free: Fixed?
    var locked: Fixed?
    try beginObject()
    while let key = try nextKey() {
      switch key {
      case "asset", "a": asset = try stringOrSkip()
      case "free", "f": free = try decimalOrSkip()
      case "locked", "l": locked = try decimalOrSkip()
      default: try skipValue()
      }
    }
    guard let asset, let free, let locked else { return nil }
    return AccountReport.AssetBalance(asset: asset, balance: Balance(free: free, locked: locked))
  }

  fileprivate mutating func rates() throws(JSONError) -> CommissionReport.Rates {
    var rates = CommissionReport.Rates()
    try beginObject()
    while let key = try nextKey() {
      switch key {
      case "maker": rates.maker = Ratio(try decimalOrSkip() ?? .zero)
      case "taker": rates.taker = Ratio(try decimalOrSkip() ?? .zero)
      case "buyer": rates.buyer = Ratio(try decimalOrSkip() ?? .zero)
      case "seller": rates.seller = Ratio(try decimalOrSkip() ?? .zero)
      default: try skipValue()
      }
    }
    return rates
  }

  fileprivate mutating func discount(of report: inout CommissionReport) throws(JSONError) {
    guard try nextKind() == .object else { return try skipValue() }
    var isOn = true
    try beginObject()
    while let key = try nextKey() {
      switch key {
      case "enabledForAccount", "enabledForSymbol": isOn = (try boolOrSkip() ?? false) && isOn
      case "discountAsset": report.discountAsset = try stringOrSkip()
      case "discount": report.discount = try decimalOrSkip().map(Ratio.init)
      default: try skipValue()
      }
    }
    if !isOn { (report.discountAsset, report.discount) = (nil, nil) }
  }

  /// Reads `rateLimits`; entries that name no window are passed over.
  mutating func limitUses() throws(JSONError) -> [LimitUse] {
    try elements { (scanner) throws(JSONError) in try scanner.limitUse() }.compactMap { $0 }
  }

  private mutating func limitUse() throws(JSONError) -> LimitUse? {
    var kind: String?
    var interval: String?
    var number: Int64?
    var limit: Int64?
    var count: Int64?
    try beginObject()
    while let key = try nextKey() {
      switch key {
      case "rateLimitType": kind = try stringOrSkip()
      case "interval": interval = try stringOrSkip()
      case "intervalNum": number = try int64OrSkip()
      case "limit": limit = try int64OrSkip()
      case "count": count = try int64OrSkip()
      default: try skipValue()
      }
    }
    let lengths: [String: Int64] = ["SECOND": 1, "MINUTE": 60, "HOUR": 3600, "DAY": 86_400]
    guard let kind, let length = interval.flatMap({ lengths[$0] }), let number, (1...1000).contains(number), let limit
    else { return nil }
    return LimitUse(kind: kind, seconds: length * number, limit: limit, count: count)
  }
}
