// SPDX-License-Identifier: Apache-2.0

import MarketAnalysis
import MarketData

extension AnswerSchemas {
  static let analysis = Schema.object(
    [
      .required("pair", .text(.pair)), .required("timeframe", .choice(of: Timeframe.self)),
      .required("time", .time("When it was answered, by the venue's clock.")),
      .required("summary", .text(.any, "All of it in a sentence or two.")),
      .required("candles", .whole(0...Int64(CandleFigures.depth), "How many closed candles were looked at.")),
      .required("last_candle", .time("When the newest of them opened.").orNull),
      .required("price", price), .required("window", window.orNull), .required("volume", volume),
      .required("rsi", rsi.orNull), .required("emas", averages), .required("atr", atr.orNull),
      .required("range", range.orNull), .required("adx", adx), .required("trend", trend.orNull),
      .required("absent", .list(absence, "What is null because it is not defined, and why.")),
    ], "A market in figures and words; null is 'not defined'.", name: "Analysis")

  private static let price = Schema.object(
    [
      .required("last", .decimalText().orNull),
      .required("source", .choice(of: MarketReport.LastPrice.Source.self, "Where it is from.").orNull),
      .required("seen_at", .time("When it was made (a trade) or seen (a candle).").orNull),
      .required("bid", .decimalText("The best price at which somebody buys.").orNull),
      .required("ask", .decimalText("The best price at which somebody sells.").orNull),
      .required("spread", .decimalText().orNull),
      .required("spread_basis_points", .ratio("In 10,000ths of the middle between bid and ask.").orNull),
    ], "The price of the moment.", name: "AnalysisPrice")

  private static let window = Schema.object(
    [
      .required("from", .time("When its first candle opened.")),
      .required("hours", .ratio("How long it is, up to now.")),
      .required(
        "is_24h",
        .boolean("Whether it is the last 24 hours, in whole candles with the one in progress; else see from and hours.")
      ),
      .required("open", .decimalText()), .required("high", .decimalText()), .required("low", .decimalText()),
      .required("change", .decimalText("The last price less the first.").orNull),
      .required("change_ratio", .ratio("The change as a ratio of the first price.").orNull),
      .required("volume", .decimalText("In the base asset.")),
      .required(
        "quote_volume_estimate",
        .decimalText("In the quote asset: each candle's volume at the mean of high, low and close.").orNull),
    ], "The last 24 hours, or as much of them as there is.", name: "AnalysisWindow")

  private static let volume = Schema.object(
    [
      .required("last", .decimalText("The newest closed candle's.").orNull),
      .required("mean", .decimalText("The mean of the 20 candles before it.").orNull),
      .required("relative", .ratio("The one as a ratio of the other; 1 is as usual.").orNull),
    ], "How much is traded.", name: "AnalysisVolume")

  private static let rsi = Schema.object(
    [
      .required("value", .ratio("0 to 100.")),
      .required("word", .choice(of: RSIWord.self, "30 or below, in between, 70 or above.")),
    ], "RSI 14.", name: "AnalysisRSI")

  private static let averages: Schema = {
    let average = Schema.object(
      [
        .required("value", .ratio("In the price's unit.")),
        .required("distance_ratio", .ratio("How far the last price is above it.").orNull),
      ], name: "AnalysisEMA")
    return .object(
      CandleFigures.averagePeriods.map { .required("ema_\($0)", average.orNull) }, "The moving averages.",
      name: "AnalysisEMAs")
  }()

  private static let atr = Schema.object(
    [
      .required("value", .ratio("In the price's unit.")),
      .required("ratio", .ratio("As a ratio of the last close.").orNull),
      .required(
        "percentile", .ratio("The share of the last 200 ATRs (each over its close) below it, 0 to 1.").orNull),
      .required(
        "word", .choice(of: VolatilityWord.self, "Below 0.25 of them, in between, above 0.75.").orNull),
    ], "ATR 14.", name: "AnalysisATR")

  private static let range = Schema.object(
    [
      .required("high", .decimalText()), .required("low", .decimalText()),
      .required("position", .ratio("Where the last price is: 0 at the low, 1 at the high.").orNull),
    ], "Between which prices the last 20 closed candles lay.", name: "AnalysisRange")

  private static let adx = Schema.object(
    [
      .required("value", .ratio("ADX, 0 to 100.").orNull), .required("plus_di", .ratio("+DI, 0 to 100.").orNull),
      .required("minus_di", .ratio("-DI, 0 to 100.").orNull),
    ], "ADX 14 and its directional indicators.", name: "AnalysisADX")

  private static let trend = Schema.object(
    [
      .required(
        "verdict",
        .choice(
          of: Trend.Verdict.self,
          "It trends with ADX from 20 on, where +DI and -DI, EMA 9 and EMA 21, and the slope of EMA 21 agree; below 25 "
            + "EMA 50 must agree too.")),
      .required(
        "strength",
        .choice(
          of: Trend.Strength.self,
          "A trend's by ADX: below 25, below 40, from 40 on; a range is strong below 15, moderate below 20, else weak.")
      ),
      .required("slope_ratio", .ratio("How far EMA 21 went over the last five candles.").orNull),
    ], "Whether it trends or ranges.", name: "AnalysisTrend")

  private static let absence = Schema.object(
    [.required("field", .text(.any)), .required("reason", .text(.any))], name: "AnalysisAbsence")
}
