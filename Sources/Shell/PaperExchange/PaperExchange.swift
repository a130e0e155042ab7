// SPDX-License-Identifier: Apache-2.0

// PaperExchange: the venue model behind the same port as a real exchange, on live prices. It has no road to a signer.

import ExchangeModel
public import MarketData
public import Ports
public import RiskRules
public import TradingModel

/// Fills orders on paper, by the trades that the market feed shows.
public struct PaperExchange: Exchange {
  private var book: PaperBook

  /// What Binance takes of a spot order without discounts: 0.1 %.
  public static let standardFeeRate = Ratio(Fixed(units: 1_000_000_000))

  public var feeRate: Ratio { book.feeRate }

  /// An exchange without orders.
  ///
  /// - Parameter instrument: the venue's rules for a pair as they are now.
  public init(
    feeRate: Ratio = PaperExchange.standardFeeRate, instrument: @escaping @Sendable (Pair) -> InstrumentRules?
  ) {
    book = PaperBook(feeRate: feeRate, instrument: instrument)
  }

  public mutating func send(_ request: OrderRequest, at now: Instant) -> [OrderEvent] {
    book.send(request, at: now)
  }

  public mutating func observe(_ trade: PublicTrade, of pair: Pair) -> [OrderEvent] {
    book.observe(trade, of: pair)
  }

  public mutating func observe(_ quote: Quote, of pair: Pair) {
    book.observe(quote, of: pair)
  }

  public mutating func restore(_ orders: [Order]) {
    book.restore(orders)
  }
}
