// SPDX-License-Identifier: Apache-2.0

import CandleFiles
import ExchangeModel
import Foundation
import MarketData
import SimServer
import Testing
import TradingModel

struct MarketSelectionTests {
  /// A folder with files of so many candles each, removed after the body.
  private func withFolder(_ files: [String: Int], _ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("market-\(UUID())").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    for (name, count) in files {
      let key = try #require(CandleFolder.key(name))
      let candles = (0..<count).map { index in
        Candle(
          openTime: key.timeframe.openTime(.epoch, offset: index), open: Price(2), high: Price(3), low: Price(1),
          close: Price(2), volume: Quantity(100))
      }
      try Data(CandleText.text(candles).utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }
    try body(path)
  }

  @Test func `without files the market is made up`() throws {
    let selection = try MarketSelection(candles: nil, pairs: [try #require(Pair("ADA/BTC"))], seed: 3)
    #expect(selection.market.instruments.map(\.pair.description) == ["ADA/BTC"])
    #expect(selection.start == nil)
    let standard = try MarketSelection(candles: nil, pairs: nil, seed: 3)
    #expect(standard.market.instruments.map(\.pair) == SeededMarket.defaultPairs)
  }

  @Test func `a folder is replayed from its shortest candles, after 500 of history`() throws {
    try withFolder(["BTC_USDT-5m.csv": 600, "BTC_USDT-1h.csv": 50, "ETH_USDT-5m.csv": 600]) { path in
      let selection = try MarketSelection(candles: path, pairs: nil, seed: 3)
      #expect(selection.market.instruments.map(\.pair.description) == ["BTC/USDT", "ETH/USDT"])
      #expect(selection.market.levels(of: selection.market.instruments[0].pair).first == .fiveMinutes)
      #expect(selection.start == Instant(milliseconds: 500 * 300_000))
      #expect(selection.notes == ["BTC/USDT is replayed from 5m; other files are not used"])
    }
  }

  @Test func `a replay begins when most files have something to tell`() throws {
    try withFolder(["BTC_USDT-1h.csv": 20, "ETH_USDT-5m.csv": 600, "XRP_USDT-5m.csv": 700]) { path in
      let selection = try MarketSelection(candles: path, pairs: nil, seed: 3)
      #expect(selection.start == Instant(milliseconds: 500 * 300_000))
      let short = try MarketSelection(candles: path, pairs: [try #require(Pair("BTC/USDT"))], seed: 3)
      #expect(short.start == Instant(milliseconds: 19 * 3_600_000))
    }
  }

  @Test func `refuses a folder without what is asked for`() throws {
    try withFolder([:]) { path in
      #expect(throws: MarketSelection.Failure.noFiles(path)) {
        try MarketSelection(candles: path, pairs: nil, seed: 1)
      }
    }
    try withFolder(["BTC_USDT-5m.csv": 1]) { path in
      let other = try #require(Pair("ETH/USDT"))
      #expect(throws: MarketSelection.Failure.noFile(of: other, folder: path)) {
        try MarketSelection(candles: path, pairs: [other], seed: 1)
      }
    }
  }
}
