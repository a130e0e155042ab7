// SPDX-License-Identifier: Apache-2.0

/// Whether a market trends or ranges, by rules that anybody can check:
///
/// - It trends up where ADX is 20 or above, +DI is above -DI, EMA 9 is above EMA 21, and EMA 21 has risen over the last
///   five candles. With ADX below 25, EMA 21 must be above EMA 50 as well. It trends down where all of that is the other
///   way round. Else it ranges.
/// - A trend is weak below ADX 25, moderate below 40, and strong from there on. A range is strong below ADX 15, moderate
///   below 20, and weak from there on: something moves, but the signs don't agree.
///
/// The thresholds 20, 25 and 40 are those in common use since Wilder.
public struct Trend: Hashable, Sendable {
  /// What the market does.
  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// It goes up.
    case up = "trending_up"
    /// It goes down.
    case down = "trending_down"
    /// It goes nowhere in particular.
    case ranging
  }

  /// How clearly it does.
  public enum Strength: String, Hashable, Sendable, CaseIterable {
    /// Hardly.
    case weak
    /// Visibly.
    case moderate
    /// Very much.
    case strong
  }

  /// The period of the average whose slope counts.
  public static let middlePeriod = 21

  /// What the market does.
  public let verdict: Verdict
  /// How clearly it does.
  public let strength: Strength

  /// What a verdict goes by; nil is 'not defined'.
  public struct Signs: Hashable, Sendable {
    /// ADX.
    public let adx: Double?
    /// +DI.
    public let plus: Double?
    /// -DI.
    public let minus: Double?
    /// EMA 9.
    public let fast: Double?
    /// EMA 21.
    public let middle: Double?
    /// EMA 50; it matters while ADX is below 25.
    public let slow: Double?
    /// How far EMA 21 went over the last five candles.
    public let slope: Double?

    /// What a verdict goes by.
    public init(
      adx: Double?, plus: Double?, minus: Double?, fast: Double?, middle: Double?, slow: Double?, slope: Double?
    ) {
      self.adx = adx
      self.plus = plus
      self.minus = minus
      self.fast = fast
      self.middle = middle
      self.slow = slow
      self.slope = slope
    }

    init(_ figures: CandleFigures) {
      self.init(
        adx: figures.direction.adx, plus: figures.direction.plus, minus: figures.direction.minus,
        fast: figures.averages[9], middle: figures.averages[Trend.middlePeriod], slow: figures.averages[50],
        slope: figures.slope)
    }
  }

  /// The verdict on signs; nil while one of them but EMA 50 is not defined.
  public init?(_ signs: Signs) {
    guard let adx = signs.adx, let plus = signs.plus, let minus = signs.minus, let fast = signs.fast,
      let middle = signs.middle, let slope = signs.slope
    else { return nil }
    let rises = plus > minus && fast > middle && slope > 0
    let falls = plus < minus && fast < middle && slope < 0
    let agreesWithSlow = signs.slow.map { rises ? middle > $0 : middle < $0 } ?? false
    guard rises || falls, adx >= 25 || (adx >= 20 && agreesWithSlow) else {
      verdict = .ranging
      strength = adx < 15 ? .strong : adx < 20 ? .moderate : .weak
      return
    }
    verdict = rises ? .up : .down
    strength = adx < 25 ? .weak : adx < 40 ? .moderate : .strong
  }
}

/// What an RSI is called.
public enum RSIWord: String, Hashable, Sendable, CaseIterable {
  /// 30 or below.
  case oversold
  /// In between.
  case neutral
  /// 70 or above.
  case overbought

  /// The word for an RSI, 0 to 100.
  public init(_ rsi: Double) { self = rsi <= 30 ? .oversold : rsi >= 70 ? .overbought : .neutral }
}

/// What a market's volatility is called, by the rank of its ATR.
public enum VolatilityWord: String, Hashable, Sendable, CaseIterable {
  /// In the lowest quarter, or none at all.
  case low
  /// In between.
  case normal
  /// In the highest quarter.
  case high

  /// The word for an ATR and its rank among the last ones, 0 to 1.
  public init(atr: Double, rank: Double) {
    self = atr == 0 || rank < 0.25 ? .low : rank > 0.75 ? .high : .normal
  }
}
