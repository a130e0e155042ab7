// SPDX-License-Identifier: Apache-2.0

/// The market's prices by which a venue judges an order: those that are known.
public struct ReferencePrices: Hashable, Sendable {
  /// The reference price that the venue publishes for the pair; nil where it has none.
  public var reference: Price?
  /// Averages weighted by volume, by the minutes that they go back.
  public var averages: [Int: Price]
  /// The price of the last trade; nil before the first.
  public var last: Price?

  /// Prices; what isn't given is not known.
  public init(reference: Price? = nil, averages: [Int: Price] = [:], last: Price? = nil) {
    self.reference = reference
    self.averages = averages
    self.last = last
  }

  /// The price that a filter with these `avgPriceMins` uses: the reference price where there is one, else the average
  /// over the minutes, else, and for 0 minutes, the last price. Nil where none is known that is above 0.
  ///
  /// The venue always has its average; that the last price stands in for it is for those who only watch.
  /// Source: https://developers.binance.com/docs/binance-spot-api-docs/filters, changelog of 2026-05-08.
  public func price(overMinutes minutes: Int) -> Price? {
    let price = reference ?? (minutes > 0 ? averages[minutes] : nil) ?? last
    return price.flatMap { $0 > .zero ? $0 : nil }
  }
}
