// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import Testing
import TradingModel

@testable import TestKit

/// What a seeded market looks like from afar; over fixed seeds, with generous bounds.
struct BelievableMarketTests {
  private static let start = Instant("2024-01-01") ?? .epoch

  private func candles(
    _ text: String, _ level: Timeframe, days: Int64, seed: UInt64, from start: Instant = Self.start
  ) throws -> [Candle] {
    let pair = try pair(text)
    return SeededMarket(seed: seed, pairs: [pair]).levelCandles(
      of: pair, level: level, in: start..<start.advanced(byMilliseconds: days * CalendarDay.milliseconds))
  }

  private func returns(_ text: String, _ level: Timeframe, days: Int64, seed: UInt64) throws -> MarketStatistics {
    MarketStatistics(returnsOf: try candles(text, level, days: days, seed: seed).map { number($0.close.value) })
  }

  private func number(_ value: Fixed) -> Double { Double(value.description) ?? 0 }

  @Test(arguments: ["BTC/USDT", "ETH/USDT", "SOL/USDT", "DOGE/USDT"])
  func `calm and wild hours come in clusters, ups and downs do not`(pair: String) throws {
    for seed in UInt64(1)...2 {
      let hours = try returns(pair, .oneHour, days: 150, seed: seed)
      let (sizes, signs) = (hours.sizes.autocorrelation(), hours.autocorrelation())
      #expect(sizes > 0.08, "seed \(seed)")
      #expect(abs(signs) < 0.08, "seed \(seed)")
      #expect(sizes > abs(signs), "seed \(seed)")
      #expect(hours.sizes.autocorrelation(after: 24) > 0, "seed \(seed)")
    }
  }

  @Test(arguments: ["BTC/USDT", "ETH/USDT", "SOL/USDT", "DOGE/USDT"])
  func `large moves are more frequent than in a normal distribution`(pair: String) throws {
    for seed in UInt64(1)...2 {
      #expect(try returns(pair, .oneDay, days: 500, seed: seed).kurtosis > 3.5, "seed \(seed)")
      #expect(try returns(pair, .oneHour, days: 100, seed: seed).kurtosis > 4, "seed \(seed)")
    }
  }

  @Test func `prices follow the market, memes more than others`() throws {
    for seed in UInt64(1)...3 {
      let bitcoin = try returns("BTC/USDT", .oneDay, days: 400, seed: seed)
      let ether = try returns("ETH/USDT", .oneDay, days: 400, seed: seed)
      let meme = try returns("PEPE/USDT", .oneDay, days: 400, seed: seed)
      #expect((0.6...0.92).contains(bitcoin.correlation(with: ether)), "seed \(seed)")
      #expect((0.3...0.85).contains(bitcoin.correlation(with: meme)), "seed \(seed)")
      #expect((0.012...0.05).contains(bitcoin.deviation), "seed \(seed)")
      #expect(meme.deviation > bitcoin.deviation * 1.5, "seed \(seed)")
      // How much it moves for one percent of the market.
      #expect(bitcoin.correlation(with: meme) * meme.deviation / bitcoin.deviation > 1, "seed \(seed)")
      let hours = try returns("BTC/USDT", .oneHour, days: 60, seed: seed)
      let others = try returns("ETH/USDT", .oneHour, days: 60, seed: seed)
      #expect((0.55...0.95).contains(hours.correlation(with: others)), "seed \(seed)")
    }
  }

  @Test func `trends and ranges last for days`() throws {
    // Of eight days' range, what is left from end to end: much in a trend, little in a range.
    var shares: [Double] = []
    let days = try candles("BTC/USDT", .oneDay, days: 800, seed: 1)
    for first in stride(from: 0, to: 800, by: 8) {
      let span = days[first..<first + 8]
      let high = span.map { number($0.high.value) }.max() ?? 0
      let low = span.map { number($0.low.value) }.min() ?? 0
      shares.append(abs(number(span[first + 7].close.value) - number(span[first].open.value)) / (high - low))
    }
    #expect(shares.count { $0 > 0.7 } >= 10)
    #expect(shares.count { $0 < 0.3 } >= 10)
  }

  @Test func `pairs of the same assets agree at every full hour`() throws {
    let crosses = [("ETH/BTC", "ETH/USDT", "BTC/USDT"), ("BNB/BTC", "BNB/USDT", "BTC/USDT")]
    for (cross, base, quote) in crosses {
      for level in [Timeframe.oneHour, .oneMinute] {
        let days: Int64 = level == .oneHour ? 20 : 1
        let (left, above, below) = (
          try candles(cross, level, days: days, seed: 5), try candles(base, level, days: days, seed: 5),
          try candles(quote, level, days: days, seed: 5)
        )
        for (index, candle) in left.enumerated() {
          let ratio =
            number(candle.close.value) * number(below[index].close.value) / number(above[index].close.value)
          #expect(abs(ratio - 1) < (level == .oneHour ? 0.001 : 0.03), "\(cross) \(candle.openTime)")
        }
      }
    }
  }

  @Test func `stablecoins hold near one`() throws {
    let (bottom, top) = (Price(try fixed("0.985")), Price(try fixed("1.015")))
    for pair in ["USDC/USDT", "FDUSD/USDT", "TUSD/USDT"] {
      for day in try candles(pair, .oneDay, days: 300, seed: 3) {
        #expect(day.low >= bottom && day.high <= top, "\(pair) \(day.openTime)")
      }
    }
  }

  @Test func `most is traded when Europe and America are awake, less at weekends`() throws {
    let hours = try candles("BTC/USDT", .oneHour, days: 140, seed: 4)
    func volume(_ wanted: (Int) -> Bool) -> Double {
      let some = hours.indices.filter(wanted).map { number(hours[$0].volume.value) }
      return some.reduce(0, +) / Double(some.count)
    }
    #expect(volume { (13...17).contains($0 % 24) } > 1.4 * volume { (3...7).contains($0 % 24) })
    // The first day is a Monday.
    #expect(volume { $0 / 24 % 7 >= 5 } < 0.9 * volume { $0 / 24 % 7 < 5 })
  }

  @Test(arguments: ["BTC/USDT", "ADA/USDT", "PEPE/USDT"])
  func `best prices are further apart, and less is at them, when prices move more`(text: String) throws {
    let pair = try pair(text)
    let market = SeededMarket(seed: 6, pairs: [pair])
    let rules = try #require(market.rules(of: pair))
    let ranked = try candles(text, .oneHour, days: 25, seed: 6).sorted {
      number($0.high.value) / number($0.low.value) < number($1.high.value) / number($1.low.value)
    }
    func mean(_ hours: ArraySlice<Candle>) -> Double {
      Double(hours.reduce(0) { $0 + market.spreadTicks(of: pair, at: $1.openTime) }) / Double(hours.count)
    }
    #expect(mean(ranked.suffix(60)) >= mean(ranked.prefix(60)) * (market.spreadTicks(of: pair) > 2 ? 1.5 : 1))
    let trade = PublicTrade(id: 7, time: .epoch, price: Price(5), quantity: Quantity(1000), isBuyerMaker: true)
    let usual = QuoteModel(rules: rules, spreadTicks: 4, usualSpreadTicks: 4).quote(after: trade)
    let wide = QuoteModel(rules: rules, spreadTicks: 16, usualSpreadTicks: 4).quote(after: trade)
    #expect(wide.spread > usual.spread && wide.bidQuantity < usual.bidQuantity && wide.askQuantity < usual.askQuantity)
    #expect(QuoteModel(rules: rules, spreadTicks: 4).quote(after: trade) == usual)
  }

  @Test func `no price runs away over eight years`() throws {
    let start = try instant("2018-01-01")
    for seed in UInt64(1)...2 {
      let market = SeededMarket(seed: seed)
      for rules in market.instruments {
        var (low, high) = (Price.zero, Price.zero)
        for offset in stride(from: Int64(0), to: 8 * 365, by: 97) {
          let from = start.advanced(byMilliseconds: offset * CalendarDay.milliseconds)
          let until = from.advanced(byMilliseconds: 1)
          for day in market.levelCandles(of: rules.pair, level: .oneDay, in: from..<until) {
            low = low == .zero ? day.low : min(low, day.low)
            high = max(high, day.high)
          }
        }
        #expect(low >= rules.price.minimum && high <= rules.price.maximum, "\(rules.pair)")
        #expect(number(high.value) / number(low.value) < 60, "\(rules.pair) \(low) \(high)")
      }
    }
  }
}
