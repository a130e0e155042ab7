// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// One filter as it is written: its type and the fields that some filter has. Others are passed over.
struct FilterFields {
  /// A field that a known filter has, by its key.
  enum Field: String {
    case minPrice, maxPrice, tickSize, minQty, maxQty, stepSize, minNotional, maxNotional, maxPosition, asset
    case multiplierUp, multiplierDown, bidMultiplierUp, bidMultiplierDown, askMultiplierUp, askMultiplierDown
    case applyToMarket, applyMinToMarket, applyMaxToMarket, avgPriceMins, limit
    case minTrailingAboveDelta, maxTrailingAboveDelta, minTrailingBelowDelta, maxTrailingBelowDelta
    case maxNumOrders, maxNumAlgoOrders, maxNumIcebergOrders, maxNumOrderLists, maxNumOrderAmends
  }

  private enum Scalar {
    case text(String)
    case number(NumberText)
    case flag(Bool)
    case other
  }

  /// The filter's type; `unnamed` where it has none.
  private(set) var type = "unnamed"
  /// The first field that was asked for and is missing, or not of its kind.
  private(set) var wrong: Field?
  private var scalars: [Field: Scalar] = [:]

  /// The filter's name, where it is a known one.
  var name: FilterName? { FilterName(rawValue: type) }

  init(from scanner: inout JSONScanner) throws(JSONError) {
    guard try scanner.nextKind() == .object else {
      try scanner.skipValue()
      return
    }
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      if case "filterType" = key {
        type = try scanner.stringOrSkip() ?? type
      } else if let field = Self.field(key) {
        scalars[field] = try Self.scalar(&scanner)
      } else {
        try scanner.skipValue()
      }
    }
  }

  // MARK: What a filter says

  /// A decimal, 0 or above; 0 where it is absent. What is larger than can be read is the largest number there is: no
  /// order gets there.
  mutating func decimal(_ field: Field) -> Fixed {
    scalars[field] == nil ? .zero : neededDecimal(field)
  }

  /// A decimal, 0 or above, without which the filter says nothing.
  mutating func neededDecimal(_ field: Field) -> Fixed {
    guard case .text(let text)? = scalars[field] else { return fail(field, .zero) }
    do {
      let value = try Fixed(text: text)
      return value.isNegative ? fail(field, .zero) : value
    } catch {
      return error == .tooLarge ? .limit : fail(field, .zero)
    }
  }

  /// A whole number, 0 or above, without which the filter says nothing.
  mutating func whole(_ field: Field) -> Int {
    guard case .number(let number)? = scalars[field], let value = number.int64, value >= 0 else {
      return fail(field, 0)
    }
    return Int(value)
  }

  /// A truth value, or the venue's default where it is absent.
  mutating func flag(_ field: Field, default standard: Bool) -> Bool {
    guard let scalar = scalars[field] else { return standard }
    guard case .flag(let value) = scalar else { return fail(field, standard) }
    return value
  }

  /// `avgPriceMins`, or the venue's usual 5 where it is absent.
  mutating func averageMinutes() -> Int {
    scalars[.avgPriceMins] == nil ? 5 : whole(.avgPriceMins)
  }

  /// An asset's code, without which the filter says nothing.
  mutating func asset() -> Asset? {
    guard case .text(let text)? = scalars[.asset], let asset = Asset(text) else { return fail(.asset, nil) }
    return asset
  }

  /// Two whole numbers, the first not above the second.
  mutating func range(_ lower: Field, _ upper: Field) -> ClosedRange<Int> {
    let (minimum, maximum) = (whole(lower), whole(upper))
    return minimum <= maximum ? minimum...maximum : fail(lower, minimum...minimum)
  }

  private mutating func fail<Value>(_ field: Field, _ value: Value) -> Value {
    wrong = wrong ?? field
    return value
  }

  // MARK: Reading

  private static func scalar(_ scanner: inout JSONScanner) throws(JSONError) -> Scalar {
    switch try scanner.nextKind() {
    case .string: return .text(try scanner.readString())
    case .number: return .number(try scanner.readNumber())
    case .boolean: return .flag(try scanner.readBool())
    case .object, .array, .null:
      try scanner.skipValue()
      return .other
    }
  }

  private static func field(_ key: JSONKey) -> Field? {
    switch key {
    case "minPrice": .minPrice
    case "maxPrice": .maxPrice
    case "tickSize": .tickSize
    case "minQty": .minQty
    case "maxQty": .maxQty
    case "stepSize": .stepSize
    case "minNotional": .minNotional
    case "maxNotional": .maxNotional
    case "maxPosition": .maxPosition
    case "asset": .asset
    case "multiplierUp": .multiplierUp
    case "multiplierDown": .multiplierDown
    case "bidMultiplierUp": .bidMultiplierUp
    case "bidMultiplierDown": .bidMultiplierDown
    case "askMultiplierUp": .askMultiplierUp
    case "askMultiplierDown": .askMultiplierDown
    case "applyToMarket": .applyToMarket
    case "applyMinToMarket": .applyMinToMarket
    case "applyMaxToMarket": .applyMaxToMarket
    case "avgPriceMins": .avgPriceMins
    case "limit": .limit
    case "minTrailingAboveDelta": .minTrailingAboveDelta
    case "maxTrailingAboveDelta": .maxTrailingAboveDelta
    case "minTrailingBelowDelta": .minTrailingBelowDelta
    case "maxTrailingBelowDelta": .maxTrailingBelowDelta
    case "maxNumOrders": .maxNumOrders
    case "maxNumAlgoOrders": .maxNumAlgoOrders
    case "maxNumIcebergOrders": .maxNumIcebergOrders
    case "maxNumOrderLists": .maxNumOrderLists
    case "maxNumOrderAmends": .maxNumOrderAmends
    default: nil
    }
  }
}
