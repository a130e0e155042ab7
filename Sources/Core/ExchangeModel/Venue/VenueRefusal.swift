// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// Why the venue refuses a request: the code and the exact text of its answer, by which clients tell refusals apart.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/errors
public struct VenueRefusal: Error, Hashable, Sendable {
  /// The code, below 0.
  public let code: Int
  /// The text.
  public let message: String

  /// A refusal of its code and text.
  public init(code: Int, message: String) {
    self.code = code
    self.message = message
  }

  /// The refusal by a filter.
  public init(_ violation: FilterViolation) {
    self.init(code: violation.failureCode, message: violation.failureText)
  }
}

extension VenueRefusal: CustomStringConvertible {
  public var description: String { "\(code) \(message)" }
}

// MARK: - From the entrance, where the request alone is judged

extension VenueRefusal {
  /// -1111: a parameter has more decimal places than the asset.
  static func tooPrecise(_ parameter: String) -> VenueRefusal {
    VenueRefusal(code: -1111, message: "Parameter '\(parameter)' has too much precision.")
  }

  /// -1102: a parameter that the type needs is missing.
  static func missing(_ parameter: String) -> VenueRefusal {
    VenueRefusal(
      code: -1102, message: "Mandatory parameter '\(parameter)' was not sent, was empty/null, or malformed.")
  }

  /// -1102: one of two parameters is needed, and both are missing.
  static func missingBoth(_ first: String, _ second: String) -> VenueRefusal {
    VenueRefusal(code: -1102, message: "Param '\(first)' or '\(second)' must be sent, but both were empty/null!")
  }

  static let badStrategyType = VenueRefusal(code: -1134, message: "`strategyType` was less than 1000000.")

  /// -1106: a parameter that the type doesn't have.
  static func notRequired(_ parameter: String) -> VenueRefusal {
    VenueRefusal(code: -1106, message: "Parameter '\(parameter)' sent when not required.")
  }

  /// -1015: more orders than the account may place in a window.
  static func tooManyOrders(_ limit: VenueOrderLimit) -> VenueRefusal {
    VenueRefusal(
      code: -1015, message: "Too many new orders; current limit is \(limit.maximum) orders per \(limit.text).")
  }

  static let ocoTypeNotSupported = VenueRefusal(code: -1158, message: "Order type not supported in OCO.")
  static let ocoNeedsContingent = VenueRefusal(code: -1168, message: "At least one OCO order must be contingent.")

  /// -1165, -1166, -1196 to -1199: an order of an OCO is on the wrong side of the market for its type.
  static func ocoLegMisplaced(_ order: VenueOrder) -> VenueRefusal {
    let isBuy = order.side == .buy
    let (code, what) =
      if order.kind.isStopLoss { (isBuy ? -1196 : -1197, "stop loss") } else if order.kind.isTakeProfit {
        (isBuy ? -1198 : -1199, "take profit")
      } else { (isBuy ? -1165 : -1166, "limit") }
    let place = order.kind.isStopLoss == isBuy ? "above" : "below"
    return VenueRefusal(code: code, message: "A \(what) order in a \(isBuy ? "buy" : "sell") OCO must be \(place).")
  }

  /// -1013: a filter of a quantity that the venue picked.
  static func filter(_ filter: FilterName) -> VenueRefusal {
    VenueRefusal(code: filter.failureCode, message: filter.failureText)
  }

  static let preventionNotAllowed = VenueRefusal(
    code: -1013, message: "This symbol does not allow the specified self-trade prevention mode.")
}

// MARK: - From the matching engine

extension VenueRefusal {
  /// The refusal for what keeps an order from going live.
  init(_ reason: VenueRejectReason) {
    switch reason {
    case .none: self = .unsupportedCombination
    case .insufficientBalances: self = .insufficientBalance
    case .wouldTriggerImmediately: self = .wouldTrigger
    case .wouldMatchImmediately: self = .wouldMatch
    case .ocoBadPrices: self = .badPriceRelation
    }
  }

  static let duplicateOrder = rejected("Duplicate order sent.")
  static let marketClosed = VenueRefusal(code: -1013, message: "Market is closed.")
  static let insufficientBalance = rejected("Account has insufficient balance for requested action.")
  static let wouldTrigger = rejected("Order would trigger immediately.")
  static let wouldMatch = rejected("Order would immediately match and take.")
  static let badPriceRelation = rejected("The relationship of the prices for the orders is not correct.")
  static let actionDisabled = rejected("This action is disabled on this account.")
  static let unsupportedCombination = rejected("Unsupported order combination")
  static let icebergTooLarge = rejected("IcebergQty exceeds QTY.")

  static func liquidityBelowMinimum(of filter: FilterName?) -> VenueRefusal {
    let what = filter.map { "`\($0.rawValue)` filter minimum quantity." } ?? "symbol minimum quantity."
    return rejected("Order book liquidity is less than \(what)")
  }

  private static func rejected(_ message: String) -> VenueRefusal { VenueRefusal(code: -2010, message: message) }
}

// MARK: - Of orders that there are, or aren't

extension VenueRefusal {
  static let unknownOrder = VenueRefusal(code: -2011, message: "Unknown order sent.")
  static let cancelRestricted = VenueRefusal(
    code: -2011, message: "Order was not canceled due to cancel restrictions.")
  static let cancelMarketClosed = VenueRefusal(code: -2011, message: "Market is closed.")
  static let noSuchOrder = VenueRefusal(code: -2013, message: "Order does not exist.")
  static let noSuchList = VenueRefusal(code: -2018, message: "Order list does not exist.")
  static let clientIDMismatch = VenueRefusal(
    code: -2039, message: "Client order ID is not correct for this order ID.")
  static let amendIncreases = amendRejected("Order amend (quantity increase) is not supported.")
  static let amendChangesNothing = amendRejected("The requested action would change no state; rejecting")
  static let amendUnknown = amendRejected("Unknown order sent.")

  static func amendRejected(_ message: String) -> VenueRefusal { VenueRefusal(code: -2038, message: message) }
}
