// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import MarketData
import TradingModel

extension StreamFrames {
  func miniTicker(_ figures: TickerFigures, at time: Instant) -> [UInt8] {
    event("24hrMiniTicker", at: time) { writer in
      writer.field("c", figures.last.value)
      writer.field("o", figures.open.value)
      writer.field("h", figures.high.value)
      writer.field("l", figures.low.value)
      writer.field("v", figures.volume.value)
      writer.field("q", figures.quoteVolume.value)
    }
  }

  func ticker(_ figures: TickerFigures, last: PublicTrade?, _ quote: Quote?, at time: Instant) -> [UInt8] {
    event("24hrTicker", at: time) { writer in
      Self.writeChange(figures, &writer)
      writer.field("x", figures.previousClose.value)
      writer.field("c", figures.last.value)
      writer.field("Q", (last?.quantity ?? .zero).value)
      writer.quote(quote)
      writeWindow(figures, &writer)
    }
  }

  func windowTicker(_ figures: TickerFigures, _ span: TickerSpan, at time: Instant) -> [UInt8] {
    event("\(span.rawValue)Ticker", at: time) { writer in
      Self.writeChange(figures, &writer)
      writer.field("c", figures.last.value)
      writeWindow(figures, &writer)
    }
  }

  private static func writeChange(_ figures: TickerFigures, _ writer: inout JSONWriter) {
    writer.field("p", figures.change)
    writer.key("P")
    writer.string(figures.changePercent.text(minimumPlaces: 3))
    writer.field("w", figures.weightedAverage)
  }

  private func writeWindow(_ figures: TickerFigures, _ writer: inout JSONWriter) {
    writer.field("o", figures.open.value)
    writer.field("h", figures.high.value)
    writer.field("l", figures.low.value)
    writer.field("v", figures.volume.value)
    writer.field("q", figures.quoteVolume.value)
    writer.field("O", unit.number(figures.openTime))
    writer.field("C", unit.number(figures.closeTime))
    writer.field("F", figures.trades?.numbers.lowerBound ?? -1)
    writer.field("L", figures.trades?.numbers.upperBound ?? -1)
    writer.field("n", figures.trades?.count ?? 0)
  }
}
