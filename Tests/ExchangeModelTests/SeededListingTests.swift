// SPDX-License-Identifier: Apache-2.0

import MarketData
import Testing
import TradingModel

@testable import ExchangeModel
@testable import TestKit

struct SeededListingTests {
  let market = SeededMarket(seed: 42)

  @Test func `more than two hundred pairs are listed, the best known first`() {
    let pairs = market.instruments.map(\.pair)
    #expect(pairs.count >= 200)
    #expect(Set(pairs).count == pairs.count)
    #expect(Array(pairs.prefix(12)) == SeededMarket.wellKnownPairs)
    #expect(Set(pairs.map(\.quote)).count >= 8)
    #expect(Set(market.instruments.map(\.price.tick)).count >= 6)
    #expect(Set(market.instruments.map(\.lot.step)).count >= 5)
  }

  @Test func `every pair's rules fit its prices`() {
    for rules in market.instruments {
      let listing = SeededListing(pair: rules.pair)
      let middle = listing.grid.price(listing.middleTicks)
      #expect(middle > rules.price.minimum && middle.value.units * 10 < rules.price.maximum.value.units)
      #expect(listing.middleTicks >= 25 && listing.dailySteps > PairWalk.volumeMinimum, "\(rules.pair)")
      #expect(listing.spreadTicks >= 1)
      #expect(rules.lot.maximum > rules.lot.minimum && rules.lot.minimum >= rules.lot.step)
    }
  }

  @Test func `a meme coin changes hands by hundreds of billions, at a price of eight decimals and few ticks`() throws {
    let pair = try pair("BTTC/USDT")
    let rules = try #require(market.rules(of: pair))
    #expect(rules.price.tick == Price(Fixed.powerOfTen(-8)))
    #expect(rules.lot.step == Quantity(1))
    let start = try instant("2026-03-04T15:00:00Z")
    let hour = market.trades(of: pair, in: start..<start.advanced(byMilliseconds: 3_600_000))
    let largest = try #require(hour.map(\.quantity).max())
    #expect(largest >= Quantity(100_000_000_000) && largest <= rules.lot.maximum)
    #expect(hour.allSatisfy { $0.price < Price(Fixed.powerOfTen(-5)) })
    // What it is worth, and a month of it, can be counted.
    for trade in hour {
      let notional = try trade.price.value.multiplied(by: trade.quantity.value, rounding: .halfEven)
      #expect(notional.isPositive)
    }
    let month = market.candles(
      of: SeriesKey(pair: pair, timeframe: .oneMonth), in: try instant("2026-01-01")..<(try instant("2026-02-01")),
      now: start)
    #expect(Int64(exactly: try #require(month.first).volume.value.units / rules.lot.step.value.units) != nil)
  }

  @Test func `high prices, whole lots and prices in bitcoin are listed`() throws {
    #expect(market.rules(of: try pair("BTC/USDT"))?.price.tick == Price(Fixed.powerOfTen(-2)))
    #expect(market.rules(of: try pair("BTC/USDT"))?.lot.step == Quantity(Fixed.powerOfTen(-5)))
    #expect(market.rules(of: try pair("DOGE/USDT"))?.lot.step == Quantity(1))
    #expect(market.rules(of: try pair("DOGE/BTC"))?.price.tick == Price(Fixed.powerOfTen(-8)))
  }
}
