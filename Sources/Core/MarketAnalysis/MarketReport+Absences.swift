// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

/// A figure that is not defined, and why.
public struct Absence: Hashable, Sendable {
  /// The figure's place in the report's document.
  public let field: String
  /// Why it isn't there, in a few words.
  public let reason: String

  /// A figure and why it isn't there.
  public init(field: String, reason: String) {
    self.field = field
    self.reason = reason
  }
}

extension MarketReport {
  /// Every figure that is not defined, with the reason, in the order of the document.
  public var absences: [Absence] {
    var list: [Absence] = []
    func note(_ field: String, _ isAbsent: Bool, _ reason: @autoclosure () -> String) {
      if isAbsent { list.append(Absence(field: field, reason: reason())) }
    }
    note("price.last", price == nil, "nothing was traded yet")
    note("price.bid", moment.quote == nil, unwatched)
    note("price.ask", moment.quote == nil, unwatched)
    note("price.spread", moment.quote == nil, unwatched)
    note("price.spread_basis_points", moment.quote == nil, unwatched)
    note("window", window == nil, needs(1))
    note(
      "window.quote_volume_estimate", window != nil && window?.quoteVolumeEstimate == nil, "it is too large a number")
    note("volume.last", figures.volume == nil, needs(1))
    note("volume.mean", figures.volume?.mean == nil, needs(RelativeVolume.span + 1))
    note("volume.relative", figures.volume?.ratio == nil, relativeVolumeReason)
    note("rsi", figures.rsi == nil, needs(CandleFigures.period + 1))
    for period in CandleFigures.averagePeriods {
      note("emas.ema_\(period)", figures.averages[period] == nil, needs(period))
    }
    note("atr", figures.atr == nil, needs(CandleFigures.period + 1))
    note(
      "atr.percentile", figures.atr != nil && figures.atrRank == nil,
      needs(CandleFigures.period + CandleFigures.rankMinimum))
    note("range", figures.channel == nil, needs(PriceChannel.span))
    note("range.position", figures.channel != nil && channelPosition == nil, "the range has no width")
    note("adx.plus_di", figures.direction.plus == nil, needs(CandleFigures.period + 1))
    note("adx.minus_di", figures.direction.minus == nil, needs(CandleFigures.period + 1))
    note("adx.value", figures.direction.adx == nil, needs(2 * CandleFigures.period))
    note("trend", trend == nil, needs(Self.trendCandles))
    return list
  }

  /// How many candles a verdict takes: ADX is defined last.
  static let trendCandles = 2 * CandleFigures.period

  private var unwatched: String { "nobody watches the best prices of \(series.pair), and the venue did not tell them" }

  private var relativeVolumeReason: String {
    figures.volume?.mean == nil
      ? needs(RelativeVolume.span + 1) : "nothing was traded in the \(RelativeVolume.span) candles before"
  }

  private func needs(_ count: Int) -> String {
    "it takes \(count) closed candle\(count == 1 ? "" : "s"), and there \(figures.candles == 1 ? "is" : "are") \(figures.candles)"
  }
}
