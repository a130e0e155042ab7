// SPDX-License-Identifier: Apache-2.0

public import Documents
public import MarketAnalysis
import MarketData
import TradingModel

extension MarketReport {
  /// The report's document. What is not defined is null, and `absent` says why.
  public var node: Node {
    [
      "pair": .string(series.pair.description), "timeframe": .string(series.timeframe.text),
      "time": .time(moment.time), "summary": .string(summary),
      "candles": .number(figures.candles), "last_candle": .optional(figures.lastOpenTime, Node.time),
      "price": priceNode, "window": .optional(window, windowNode),
      "volume": [
        "last": .optional(figures.volume?.last, Node.quantity),
        "mean": .optional(figures.volume?.mean, Node.quantity),
        "relative": .figure(figures.volume?.ratio),
      ],
      "rsi": .optional(figures.rsi) { ["value": .number($0), "word": .word(rsiWord)] },
      "emas": .object(CandleFigures.averagePeriods.map { .init(key: "ema_\($0)", value: averageNode($0)) }),
      "atr": .optional(figures.atr) {
        [
          "value": .number($0), "ratio": .figure(atrRatio), "percentile": .figure(figures.atrRank),
          "word": .word(volatilityWord),
        ]
      },
      "range": .optional(figures.channel) {
        ["high": .price($0.high), "low": .price($0.low), "position": .figure(channelPosition)]
      },
      "adx": [
        "value": .figure(figures.direction.adx), "plus_di": .figure(figures.direction.plus),
        "minus_di": .figure(figures.direction.minus),
      ],
      "trend": .optional(trend) {
        [
          "verdict": .string($0.verdict.rawValue), "strength": .string($0.strength.rawValue),
          "slope_ratio": .figure(figures.slope),
        ]
      },
      "absent": .array(absences.map { ["field": .string($0.field), "reason": .string($0.reason)] }),
    ]
  }

  private var priceNode: Node {
    [
      "last": .optional(price?.price, Node.price), "source": .word(price?.source),
      "seen_at": .optional(price?.seenAt, Node.time),
      "bid": .optional(moment.quote?.bid, Node.price), "ask": .optional(moment.quote?.ask, Node.price),
      "spread": .optional(moment.quote?.spread, Node.price), "spread_basis_points": .figure(spreadBasisPoints),
    ]
  }

  private func windowNode(_ window: PriceWindow) -> Node {
    [
      "from": .time(window.from), "hours": .figure(windowHours), "is_24h": .bool(window.isDay),
      "open": .price(window.open), "high": .price(window.high), "low": .price(window.low),
      "change": .optional(change, Node.price), "change_ratio": .optional(changeRatio, Node.ratio),
      "volume": .quantity(window.volume),
      "quote_volume_estimate": .optional(window.quoteVolumeEstimate, Node.money),
    ]
  }

  private func averageNode(_ period: Int) -> Node {
    .optional(figures.averages[period]) {
      ["value": .number($0), "distance_ratio": .figure(distance(fromAverage: period))]
    }
  }
}

extension Node {
  /// A calculated number, or null.
  fileprivate static func figure(_ value: Double?) -> Node { .optional(value) { .number($0) } }

  /// One of an enumeration's words, or null.
  fileprivate static func word(_ value: (some RawRepresentable<String>)?) -> Node {
    .optional(value) { .string($0.rawValue) }
  }
}
