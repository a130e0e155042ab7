// SPDX-License-Identifier: Apache-2.0

public import Documents

/// An analysis of a market as rows for people: what it is, how much, and what that means.
public enum MarketSheet {
  /// The rows of an analysis; a figure that is not defined says why.
  public static func rows(of analysis: Node) -> [Node] {
    let reader = AnalysisReader(analysis)
    return reader.priceRows + reader.windowRows + reader.indicatorRows
  }
}

extension Shape {
  /// A market's figures as rows.
  public static let figures = Shape(
    nameKey: "figure", emptyRemark: "No figures.",
    [
      Column("figure", .name, importance: 10), Column("value", .number, importance: 9),
      Column("reading", .text, importance: 5),
    ])

  /// A market's figures in one row.
  public static let analysis = Shape(
    nameKey: "pair", emptyRemark: "No analysis.",
    [
      "pair", "timeframe", "time", "candles", "last_candle", "price.last", "price.bid", "price.ask", "price.spread",
      "price.spread_basis_points", "window.from", "window.hours", "window.open", "window.high", "window.low",
      "window.change", "window.change_ratio", "window.volume", "window.quote_volume_estimate", "volume.last",
      "volume.mean", "volume.relative", "rsi.value", "rsi.word", "emas.ema_9.value", "emas.ema_21.value",
      "emas.ema_50.value", "emas.ema_200.value", "atr.value", "atr.ratio", "atr.percentile", "atr.word", "range.high",
      "range.low", "range.position", "adx.value", "adx.plus_di", "adx.minus_di", "trend.verdict", "trend.strength",
      "trend.slope_ratio", "summary",
    ].map { Column($0) })
}

/// Reads an analysis and writes its figures.
private struct AnalysisReader {
  let analysis: Node
  private let reasons: [String: String]

  init(_ analysis: Node) {
    self.analysis = analysis
    reasons = (analysis["absent"]?.array ?? []).reduce(into: [:]) { reasons, absence in
      if let field = absence["field"]?.string { reasons[field] = absence["reason"]?.string }
    }
  }

  var priceRows: [Node] {
    let source = text("price.source") { source in
      let words = source.replacing("_", with: " ")
      return words == "candle in progress" ? words : "last \(words)"
    }
    let seenAt = text("price.seen_at") { CellText.clock($0) }
    let points = number("price.spread_basis_points").map { $0 + " basis points" }
    return [
      row(
        "Price", "price.last", number("price.last"), [source.map { "from the \($0)" }, seenAt.map { "at \($0) UTC" }]),
      row("Bid", "price.bid", number("price.bid")), row("Ask", "price.ask", number("price.ask")),
      row("Spread", "price.spread", number("price.spread"), [points]),
    ]
  }

  var windowRows: [Node] {
    let isDay = value("window.is_24h").bool ?? false
    let span = isDay ? "24h" : number("window.hours").map { "\($0)h" } ?? "24h"
    let assets = (analysis["pair"]?.string ?? "").split(separator: "/").map(String.init)
    let quote =
      value("window.quote_volume_estimate").isNull ? nil : CellText.money(value("window.quote_volume_estimate"))
    let times = number("volume.relative").map { "\($0) times the mean of the 20 candles before" }
    return [
      row("Change \(span)", "window", signedNumber("window.change"), [percent("window.change_ratio", isSigned: true)]),
      row("High \(span)", "window", number("window.high")), row("Low \(span)", "window", number("window.low")),
      row(
        "Volume \(span)", "window", number("window.volume"),
        [assets.first, quote.map { "about \($0) \(assets.last ?? "")" }]),
      row(
        "Volume, last candle", "volume.last", number("volume.last"),
        [times ?? reasons["volume.relative"].map { "no comparison: \($0)" }]),
    ]
  }

  var indicatorRows: [Node] {
    let averages = ["9", "21", "50", "200"].map { period in
      let key = "emas.ema_\(period)"
      let distance = percent(key + ".distance_ratio", isSigned: true).map { "price \($0)" }
      return row("EMA \(period)", key, number(key + ".value"), [distance])
    }
    let volatility = text("atr.word") { "volatility \($0)" } ?? reasons["atr.percentile"].map { "no rank: \($0)" }
    let range = [number("range.low"), number("range.high")].compactMap(\.self).joined(separator: " to ")
    let position = percent("range.position")
    let directions = [("+DI", "adx.plus_di"), ("-DI", "adx.minus_di")].map { name, key in
      number(key).map { "\(name) \($0)" }
    }
    return averages + [
      row("RSI 14", "rsi", number("rsi.value"), [text("rsi.word") { $0 }]),
      row("ATR 14", "atr", number("atr.value"), [percent("atr.ratio"), volatility]),
      row("Range of 20", value("range").isNull ? "range" : "range.position", position, [range.isEmpty ? nil : range]),
      row("ADX 14", "adx.value", number("adx.value"), directions),
      row("Trend", "trend", text("trend.verdict") { $0.replacing("_", with: " ") }, [text("trend.strength") { $0 }]),
    ]
  }

  /// A row; where there is no value, the reason stands beside it.
  private func row(_ figure: String, _ field: String, _ value: String?, _ readings: [String?] = []) -> Node {
    let known = readings.compactMap(\.self)
    let reading = value == nil ? ([reasons[field]] + known).compactMap(\.self) : known
    return [
      "figure": .string(figure), "value": value.map(Node.string) ?? .null,
      "reading": .string(reading.joined(separator: ", ")),
    ]
  }

  private func value(_ path: String) -> Node { Column(path).value(in: analysis) }

  private func text(_ path: String, _ write: (String) -> String) -> String? { value(path).string.map(write) }

  /// A decimal as it is; what was calculated in binary, rounded.
  private func number(_ path: String) -> String? {
    let node = value(path)
    if node.isNull { return nil }
    return node.number == nil ? CellText.line(node) : CellText.money(node)
  }

  private func signedNumber(_ path: String) -> String? {
    number(path).map { $0.hasPrefix("-") || $0 == "0" ? $0 : "+" + $0 }
  }

  private func percent(_ path: String, isSigned: Bool = false) -> String? {
    let node = value(path)
    return node.isNull ? nil : CellText.percent(node, isSigned: isSigned)
  }
}
