// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

extension MarketReport {
  /// The report in a sentence or two: "BTC/USDT 5m trends up moderately: ADX 31, …". What is not defined is left out.
  public var summary: String {
    let parts = [directionPart, averagePart, rsiPart, volatilityPart, volumePart].compactMap(\.self)
    let verdict = "\(series) \(verdictWords)" + (parts.isEmpty ? "." : ": \(parts.joined(separator: ", ")).")
    return [verdict, changeSentence].compactMap(\.self).joined(separator: " ")
  }

  private var verdictWords: String {
    guard let trend else {
      return "has too few closed candles to tell a trend (\(figures.candles) of \(Self.trendCandles))"
    }
    switch (trend.verdict, trend.strength) {
    case (.ranging, .weak): return "ranges, its signs disagree"
    case (.ranging, .moderate): return "ranges"
    case (.ranging, .strong): return "ranges clearly"
    case (let verdict, let strength): return "trends \(verdict == .up ? "up" : "down") \(Self.adverb(strength))"
    }
  }

  private static func adverb(_ strength: Trend.Strength) -> String {
    switch strength {
    case .weak: "weakly"
    case .moderate: "moderately"
    case .strong: "strongly"
    }
  }

  private var directionPart: String? {
    guard let adx = figures.direction.adx, let plus = figures.direction.plus, let minus = figures.direction.minus
    else { return nil }
    let word = plus > minus ? "above" : plus < minus ? "below" : "equal to"
    return "ADX \(Self.wholeADX(adx)) with +DI \(word) -DI"
  }

  private var averagePart: String? {
    guard let distance = distance(fromAverage: Trend.middlePeriod) else { return nil }
    let text = Self.percent(distance.magnitude, 1)
    guard text != "0.0%" else { return "price at its EMA \(Trend.middlePeriod)" }
    return "price \(text) \(distance > 0 ? "above" : "below") its EMA \(Trend.middlePeriod)"
  }

  private var rsiPart: String? {
    guard let rsi = figures.rsi, let rsiWord else { return nil }
    return "RSI \(Self.wholeRSI(rsi)) (\(rsiWord.rawValue))"
  }

  private var volatilityPart: String? {
    guard let volatilityWord, let atrRatio else { return nil }
    return "volatility \(volatilityWord.rawValue) (ATR \(Self.percent(atrRatio, 2)))"
  }

  private var volumePart: String? {
    figures.volume?.ratio.map { "volume \(Self.text($0, 1)) times its mean" }
  }

  private var changeSentence: String? {
    guard let window, let hours = windowHours, let ratio = changeRatio?.value.approximated else { return nil }
    let span = window.isDay ? "24 hours" : Self.span(hours: hours)
    let change = Self.percent(ratio.magnitude, 2)
    guard change != "0.00%" else { return "It has not changed over \(span)." }
    return "It has \(ratio > 0 ? "gained" : "lost") \(change) over \(span)."
  }

  /// How long something took: in minutes below an hour, in hours below two days, else in days.
  static func span(hours: Double) -> String {
    if hours < 1 { return "\(text(hours * 60, 0)) minutes" }
    return hours < 48 ? "\(text(hours, 1)) hours" : "\(text(hours / 24, 1)) days"
  }

  /// An ADX in whole numbers, rounded down: 24.9 is no trend of moderate strength, and doesn't read like one.
  static func wholeADX(_ adx: Double) -> String { text(adx, 0, .down) }

  /// An RSI in whole numbers, rounded towards the middle: 30.1 is not oversold, and doesn't read like it.
  static func wholeRSI(_ rsi: Double) -> String { text(rsi, 0, rsi < 50 ? .up : .down) }

  private static func percent(_ ratio: Double, _ places: Int) -> String { text(ratio * 100, places) + "%" }

  /// A number rounded to so many decimal places.
  private static func text(_ value: Double, _ places: Int, _ rounding: Rounding = .halfAwayFromZero) -> String {
    guard let exact = Fixed(approximating: value) else { return "\(value)" }
    return exact.rounded(places: places, rounding).text(minimumPlaces: places)
  }
}
