// SPDX-License-Identifier: Apache-2.0

import CandleFiles
import Foundation
import MarketData
import Testing
import TradingModel

struct CandleTextTests {
  private func candle(_ time: Int64, _ open: Int, _ high: Int, _ low: Int, _ close: Int, _ volume: Int) -> Candle {
    Candle(
      openTime: Instant(milliseconds: time), open: Price(Fixed(open)), high: Price(Fixed(high)), low: Price(Fixed(low)),
      close: Price(Fixed(close)), volume: Quantity(Fixed(volume)))
  }

  @Test func `candles are written and read back`() throws {
    let candles = [candle(0, 2, 4, 1, 3, 10), candle(60_000, 3, 3, 3, 3, 0)]
    let text = CandleText.text(candles)
    #expect(text == "open_time_ms,open,high,low,close,volume\n0,2,4,1,3,10\n60000,3,3,3,3,0\n")
    #expect(try CandleText.candles(Array(text.utf8)) == candles)
  }

  @Test func `the header, empty lines and carriage returns are optional`() throws {
    #expect(try CandleText.candles(Array("0,2,4,1,3,10\r\n\r\n".utf8)) == [candle(0, 2, 4, 1, 3, 10)])
    #expect(try CandleText.candles([]) == [])
  }

  @Test(arguments: [
    ("0,2,4,1,3", 1, "a row has 6 fields, this one 5"),
    ("0,2,4,1,3,1\nx,2,4,1,3,1", 2, "open_time_ms is no time in milliseconds since 1970"),
    ("-1,2,4,1,3,1", 1, "open_time_ms is no time in milliseconds since 1970"),
    ("0,2,4,1,nan,1", 1, "close is no decimal number: malformed"),
    ("0,2,4,1,3,1e3", 1, "volume is no decimal number: malformed"),
    ("0,2,1,1,3,1", 1, "the candle can't be true: highBelowBody(1)"),
    ("open_time_ms,open,high,low,close,volume\n0,0,0,0,0,0", 2, "the candle can't be true: priceNotPositive(0)"),
  ])
  func `refuses what is no candle, with the line`(text: String, line: Int, reason: String) {
    #expect(throws: CandleText.Failure(line: line, reason: reason)) { try CandleText.candles(Array(text.utf8)) }
  }
}

struct GzipTests {
  @Test func `bytes are packed and unpacked`() throws {
    let texts = ["", "a", String(repeating: "0,2,4,1,3,10\n", count: 50_000)]
    for text in texts {
      let packed = try Gzip.packed(Array(text.utf8))
      #expect(try Gzip.unpacked(packed) == Array(text.utf8))
      #expect(try Gzip.unpacked(packed + packed) == Array((text + text).utf8))
    }
  }

  @Test func `refuses damaged packs`() throws {
    var packed = try Gzip.packed(Array("0,2,4,1,3,10\n0,2,4,1,3,10\n".utf8))
    #expect(throws: Gzip.Failure.damaged) { try Gzip.unpacked([]) }
    #expect(throws: Gzip.Failure.damaged) { try Gzip.unpacked(Array("plain".utf8)) }
    for count in 0..<packed.count {
      #expect(throws: Gzip.Failure.damaged) { try Gzip.unpacked(Array(packed.prefix(count))) }
    }
    packed[packed.count - 6] ^= 1
    #expect(throws: Gzip.Failure.damaged) { try Gzip.unpacked(packed) }
  }

  @Test func `a pack can't grow beyond the bound`() throws {
    let packed = try Gzip.packed([UInt8](repeating: 0, count: 1_000_000))
    #expect(throws: Gzip.Failure.tooLarge(bytesMax: 1000)) { try Gzip.unpacked(packed, bytesMax: 1000) }
  }
}

struct CandleFolderTests {
  @Test(arguments: [
    ("BTC_USDT-5m.csv", "BTC/USDT", "5m"), ("ETH_BTC-1M.csv.gz", "ETH/BTC", "1M"),
    ("1000SATS_FDUSD-1s.csv", "1000SATS/FDUSD", "1s"),
  ])
  func `a file's name tells pair and timeframe`(name: String, pair: String, timeframe: String) throws {
    let key = try #require(CandleFolder.key(name))
    #expect(key.pair.description == pair)
    #expect(key.timeframe.text == timeframe)
  }

  @Test(arguments: ["BTC_USDT-5m.txt", "BTC-5m.csv", "BTC_USDT.csv", "BTC_USDT-7m.csv", "BTC_USDT-5m.csv.zip", ".csv"])
  func `other names are not looked at`(name: String) {
    #expect(CandleFolder.key(name) == nil)
  }

  @Test func `reads plain and gzipped files of a folder`() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("candles-\(UUID())").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let text = "open_time_ms,open,high,low,close,volume\n0,2,4,1,3,10\n"
    let packed = try Gzip.packed(Array(text.utf8))
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/BTC_USDT-5m.csv"))
    try Data(packed).write(to: URL(fileURLWithPath: path + "/ETH_USDT-5m.csv.gz"))
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/XRP_USDT-5m.csv.gz"))
    try Data("0,1".utf8).write(to: URL(fileURLWithPath: path + "/ADA_USDT-5m.csv"))
    let folder = CandleFolder(path: path)
    let keys = try folder.keys()
    #expect(keys.map(\.description) == ["ADA/USDT 5m", "BTC/USDT 5m", "ETH/USDT 5m", "XRP/USDT 5m"])
    #expect(try folder.candles(of: keys[1]) == folder.candles(of: keys[2]))
    #expect(try folder.candles(of: keys[1])?.count == 1)
    #expect(throws: CandleFolder.Failure.notGzip(path + "/XRP_USDT-5m.csv.gz")) { try folder.candles(of: keys[3]) }
    #expect(
      throws: CandleFolder.Failure.malformed(
        path + "/ADA_USDT-5m.csv", CandleText.Failure(line: 1, reason: "a row has 6 fields, this one 2"))
    ) { try folder.candles(of: keys[0]) }
    #expect(throws: CandleFolder.Failure.unreadableFolder(path + "/none")) {
      try CandleFolder(path: path + "/none").keys()
    }
  }
}
