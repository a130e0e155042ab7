// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// The proof that an order passed the rules. Only ``RiskGate`` can make one.
public struct ApprovedOrder: Hashable, Sendable {
  /// What the order asks of the exchange.
  public let terms: OrderTerms
  /// What it is for.
  public let purpose: OrderPurpose

  init(terms: OrderTerms, purpose: OrderPurpose) {
    self.terms = terms
    self.purpose = purpose
  }
}

/// What a bot asks of its exchange, after it has been written to disk.
public enum OrderRequest: Hashable, Sendable {
  /// Place an approved order under our identity for it.
  case place(ApprovedOrder, as: ClientOrderID)
  /// Take an order back. It needs no approval: it can only lower what is at risk.
  case cancel(ClientOrderID, pair: Pair)
  /// Tell what became of an order whose reply was lost, or that was being submitted when the process ended.
  case query(ClientOrderID, pair: Pair)

  /// Which pair it is about.
  public var pair: Pair {
    switch self {
    case .place(let order, _): order.terms.pair
    case .cancel(_, let pair), .query(_, let pair): pair
    }
  }
}
