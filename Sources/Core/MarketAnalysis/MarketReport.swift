// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// What is known of a pair's price at a moment.
public struct MarketMoment: Hashable, Sendable {
  /// The venue's time.
  public let time: Instant
  /// The last trade; nil where nobody watches the trades.
  public let lastTrade: PublicTrade?
  /// The best prices; nil where nobody watches them and the venue did not tell.
  public let quote: Quote?
  /// The candle in progress; nil where it is not known.
  public let current: Candle?
  /// When the candle in progress was seen.
  public let currentSeenAt: Instant

  /// What is known at a moment.
  public init(time: Instant, lastTrade: PublicTrade?, quote: Quote?, current: Candle?, currentSeenAt: Instant) {
    self.time = time
    self.lastTrade = lastTrade
    self.quote = quote
    self.current = current
    self.currentSeenAt = currentSeenAt
  }
}

/// A market in figures and words: what its closed candles say, set against the price of the moment.
public struct MarketReport: Hashable, Sendable {
  /// The pair and how long the candles are.
  public let series: SeriesKey
  /// What is known of the price.
  public let moment: MarketMoment
  /// What the closed candles say.
  public let figures: CandleFigures
  /// The last price and where it is from; nil where nobody has traded yet.
  public let price: LastPrice?
  /// The last 24 hours with the candle in progress, or as much of them as there is.
  public let window: PriceWindow?
  /// Whether it trends; nil while that is not defined.
  public let trend: Trend?

  /// A price and where it is from.
  public struct LastPrice: Hashable, Sendable {
    /// Where a price is from.
    public enum Source: String, Hashable, Sendable, CaseIterable {
      /// The last trade of the stream.
      case trade
      /// The candle in progress.
      case currentCandle = "candle_in_progress"
      /// The last closed candle.
      case closedCandle = "closed_candle"
    }

    /// The price.
    public let price: Price
    /// Where it is from.
    public let source: Source
    /// When it was made (a trade) or seen (a candle).
    public let seenAt: Instant

    /// A price and where it is from.
    public init(price: Price, source: Source, seenAt: Instant) {
      self.price = price
      self.source = source
      self.seenAt = seenAt
    }
  }

  /// A report on a pair.
  public init(series: SeriesKey, figures: CandleFigures, moment: MarketMoment) {
    self.series = series
    self.moment = moment
    self.figures = figures
    let window = figures.window?.adding(moment.current)
    self.window = window
    trend = Trend(Trend.Signs(figures))
    if let trade = moment.lastTrade {
      price = LastPrice(price: trade.price, source: .trade, seenAt: trade.time)
    } else if let current = moment.current {
      price = LastPrice(price: current.close, source: .currentCandle, seenAt: moment.currentSeenAt)
    } else {
      price = figures.lastClose.flatMap { close in
        window.map { LastPrice(price: close, source: .closedCandle, seenAt: $0.closedUntil) }
      }
    }
  }

  /// How far the price is from where the window began; nil without a window.
  public var change: Price? {
    guard let window, let price else { return nil }
    return Price(price.price.value - window.open.value)
  }

  /// The change as a ratio: 0.01 is 1 %.
  public var changeRatio: Ratio? {
    guard let window, let price else { return nil }
    return try? window.open.change(to: price.price)
  }

  /// How long the window is, up to the moment, in hours.
  public var windowHours: Double? {
    window.map { Double(moment.time.milliseconds(since: $0.from)) / 3_600_000 }
  }

  /// The spread as 10,000ths of the middle between the best prices.
  public var spreadBasisPoints: Double? {
    guard let quote = moment.quote else { return nil }
    let middle = (quote.bid.value + quote.ask.value).approximated / 2
    return middle > 0 ? quote.spread.value.approximated / middle * 10_000 : nil
  }

  /// How far the price is above the moving average of a period, as a ratio of it; below 0 where it is below.
  public func distance(fromAverage period: Int) -> Double? {
    guard let average = figures.averages[period], average > 0, let price else { return nil }
    return price.price.value.approximated / average - 1
  }

  /// The ATR as a ratio of the last close.
  public var atrRatio: Double? {
    guard let atr = figures.atr, let close = figures.lastClose, close > .zero else { return nil }
    return atr / close.value.approximated
  }

  /// What the RSI is called.
  public var rsiWord: RSIWord? { figures.rsi.map { RSIWord($0) } }

  /// What the volatility is called.
  public var volatilityWord: VolatilityWord? {
    guard let atr = figures.atr, let rank = figures.atrRank else { return nil }
    return VolatilityWord(atr: atr, rank: rank)
  }

  /// Where in the last 20 candles' range the price is: 0 at the low, 1 at the high.
  public var channelPosition: Double? {
    guard let price else { return nil }
    return figures.channel?.position(of: price.price)
  }
}
