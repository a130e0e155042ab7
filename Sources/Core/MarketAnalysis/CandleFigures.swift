// SPDX-License-Identifier: Apache-2.0

import Indicators
public import MarketData
public import TradingModel

/// What is computed of a pair's closed candles, once per candle. What takes more candles than there are is nil.
///
/// The same candles give the same figures: nothing is carried over from earlier ones.
public struct CandleFigures: Hashable, Sendable {
  /// How many candles are taken, the newest ones: what a venue gives at once, less the one in progress. After so many an
  /// EMA 200 has forgotten how it began, but for a part in three thousand.
  public static let depth = 999
  /// The periods of the moving averages.
  public static let averagePeriods = [9, 21, 50, 200]
  /// The period of RSI, ATR and ADX.
  public static let period = 14
  /// Over how many candles the slope of EMA 21 is taken.
  public static let slopeSpan = 5
  /// How many values of ATR the newest is ranked among, at most.
  public static let rankSpan = 200
  /// How many values of ATR it takes for a rank.
  public static let rankMinimum = 20

  /// How many closed candles went in.
  public let candles: Int
  /// When the newest of them opened.
  public let lastOpenTime: Instant?
  /// The close of the newest of them.
  public let lastClose: Price?
  /// The last 24 hours, or as much of them as there is.
  public let window: PriceWindow?
  /// The newest candle's volume against those before it.
  public let volume: RelativeVolume?
  /// Between which prices the last 20 candles lay.
  public let channel: PriceChannel?
  /// RSI 14, 0 to 100.
  public let rsi: Double?
  /// The moving averages by period, in the price's unit.
  public let averages: [Int: Double]
  /// How far EMA 21 went over the last five candles, as a ratio of where it was.
  public let slope: Double?
  /// ATR 14, in the price's unit.
  public let atr: Double?
  /// The share of the last ATRs, each as a ratio of its close, that are below the newest; equal ones count half.
  public let atrRank: Double?
  /// ADX 14 and the two directional indicators, 0 to 100.
  public let direction: Direction

  /// The directional indicators.
  public struct Direction: Hashable, Sendable {
    /// How strong a trend is.
    public let adx: Double?
    /// The share of upward movement.
    public let plus: Double?
    /// The share of downward movement.
    public let minus: Double?
  }

  /// The figures of closed candles, oldest first; of more than ``depth`` the newest are taken.
  public init(of closed: [Candle], timeframe: Timeframe) {
    let taken = closed.suffix(Self.depth)
    var steps = FigureSteps()
    for candle in taken { steps.take(candle) }
    candles = taken.count
    lastOpenTime = taken.last?.openTime
    lastClose = taken.last?.close
    window = PriceWindow(lastDayOf: taken, timeframe: timeframe)
    volume = RelativeVolume(of: taken)
    channel = PriceChannel(of: taken)
    rsi = steps.rsi.value
    averages = steps.averages.reduce(into: [:]) { $0[$1.period] = $1.value }
    slope = steps.slope
    atr = steps.atr.value
    atrRank = steps.atrRank
    direction = Direction(adx: steps.adx.value, plus: steps.adx.plus, minus: steps.adx.minus)
  }
}

/// The indicators on their way through the candles.
private struct FigureSteps {
  var averages = CandleFigures.averagePeriods.map { EMA(period: $0) }
  var rsi = RSI(period: CandleFigures.period)
  var atr = ATR(period: CandleFigures.period)
  var adx = ADX(period: CandleFigures.period)
  private var middles: [Double] = []
  private var atrRatios: [Double] = []

  mutating func take(_ candle: Candle) {
    let bar = Bar(candle)
    let close = bar.close
    for index in averages.indices {
      let value = averages[index].update(close)
      if averages[index].period == Trend.middlePeriod, let value { middles.append(value) }
    }
    _ = rsi.update(close)
    _ = adx.update(bar)
    if let range = atr.update(bar), close > 0 { atrRatios.append(range / close) }
  }

  var slope: Double? {
    guard let last = middles.last, middles.count > CandleFigures.slopeSpan else { return nil }
    let first = middles[middles.count - 1 - CandleFigures.slopeSpan]
    return first > 0 ? last / first - 1 : nil
  }

  var atrRank: Double? {
    let ratios = atrRatios.suffix(CandleFigures.rankSpan)
    guard ratios.count >= CandleFigures.rankMinimum, let last = ratios.last else { return nil }
    let below = ratios.count { $0 < last }
    let equal = ratios.count { $0 == last }
    return (Double(below) + Double(equal) / 2) / Double(ratios.count)
  }
}
