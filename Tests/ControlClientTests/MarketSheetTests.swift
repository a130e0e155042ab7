// SPDX-License-Identifier: Apache-2.0
import ControlClient
import Documents
import Testing

@Suite struct `The analysis of a market` {
  private static let whole: Node = [
    "pair": "BTC/USDT", "timeframe": "5m", "summary": "BTC/USDT 5m ranges clearly.",
    "price": [
      "last": "64000.5", "source": "candle_in_progress", "seen_at": "2026-11-21T06:30:00.000Z", "bid": "64000",
      "ask": "64001", "spread": "1", "spread_basis_points": 0.1562487793255,
    ],
    "window": [
      "hours": 24.05, "is_24h": true, "high": "65000", "low": "63000", "change": "500.5", "change_ratio": 0.00788,
      "volume": "1234.5", "quote_volume_estimate": "79000000.123456",
    ],
    "volume": ["last": "3.5", "mean": "2", "relative": 1.75], "rsi": ["value": 55.512345678901, "word": "neutral"],
    "emas": [
      "ema_9": ["value": 63990.123456789, "distance_ratio": 0.00016],
      "ema_21": ["value": 64100.0, "distance_ratio": -0.00155], "ema_50": nil, "ema_200": nil,
    ],
    "atr": ["value": 120.5, "ratio": 0.00188, "percentile": nil, "word": nil],
    "range": ["high": "64500", "low": "63500", "position": 0.5005],
    "adx": ["value": nil, "plus_di": 20.123456789, "minus_di": 18.5], "trend": nil,
    "absent": [
      ["field": "emas.ema_50", "reason": "it takes 50"], ["field": "emas.ema_200", "reason": "it takes 200"],
      ["field": "atr.percentile", "reason": "it takes 34"], ["field": "adx.value", "reason": "it takes 28"],
      ["field": "trend", "reason": "it takes 28"],
    ],
  ]

  private func written(_ format: OutputFormat, _ node: Node = whole) -> String {
    let paper = Paper()
    Report(console: paper.console(), format: format).analysis(node)
    return paper.output
  }

  @Test func `is printed as a sentence and a row for each figure, with reasons for what isn't there`() {
    let lines = written(.table).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(
      lines == [
        "BTC/USDT 5m ranges clearly.",
        "",
        "FIGURE                  VALUE  READING",
        "Price                 64000.5  from the candle in progress, at 06:30:00 UTC",
        "Bid                     64000  ",
        "Ask                     64001  ",
        "Spread                      1  0.156 basis points",
        "Change 24h             +500.5  +0.79%",
        "High 24h                65000  ",
        "Low 24h                 63000  ",
        "Volume 24h             1234.5  BTC, about 79000000.12 USDT",
        "Volume, last candle       3.5  1.75 times the mean of the 20 candles before",
        "EMA 9                63990.12  price +0.02%",
        "EMA 21               64100.00  price -0.16%",
        "EMA 50                      -  it takes 50",
        "EMA 200                     -  it takes 200",
        "RSI 14                  55.51  neutral",
        "ATR 14                 120.50  0.19%, no rank: it takes 34",
        "Range of 20            50.05%  63500 to 64500",
        "ADX 14                      -  it takes 28, +DI 20.12, -DI 18.50",
        "Trend                       -  it takes 28",
        "",
      ])
  }

  @Test func `names how long its window is where that is not a day`() {
    let node: Node = ["pair": "A/B", "window": ["hours": 3.5, "is_24h": false, "change": "-1", "high": "2"]]
    #expect(written(.table, node).contains("Change 3.50h"))
    #expect(written(.table, node).contains("High 3.50h"))
  }

  @Test func `is the API's document for programs, and one row in CSV`() throws {
    #expect(try JSONParser().parse(written(.json)) == Self.whole)
    #expect(written(.name) == "BTC/USDT\n")
    let csv = written(.csv).split(separator: "\n")
    #expect(csv.count == 2)
    #expect(csv[0].hasPrefix("pair,timeframe,time,candles,last_candle,price.last,"))
    #expect(csv[1].hasPrefix("BTC/USDT,5m,,,,64000.5,64000,64001,1,"))
  }

  @Test func `of nothing but absences can be printed`() {
    #expect(written(.table, ["pair": "A/B"]).contains("Price"))
  }
}
