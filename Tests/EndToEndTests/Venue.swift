// SPDX-License-Identifier: Apache-2.0
import Documents
import Glibc
import MarketData
import TradingModel

/// A `botsim` of a test, which can be killed and started again where it would have been.
final class Venue {
  private let folder: Folder
  private let arguments: [String]
  private var program: Program
  let address: String
  /// What it printed as its anchor.
  let anchor: String

  init(_ arguments: [String], in folder: Folder) async throws {
    self.folder = folder
    self.arguments = arguments
    program = try Program("botsim", ["--listen", "127.0.0.1:0"] + arguments, in: folder)
    address = try await program.waitFor(/listening +(http:[^\s]+)/)
    anchor = try await program.waitFor(/anchor +([^\s]+)/)
  }

  var client: APIClient { APIClient(address: address, token: nil) }

  /// How a server of the tests gets here.
  var environment: [String: String] {
    [
      "BOTD_VENUE": "sim", "BOTD_BINANCE_REST_URL": address,
      "BOTD_BINANCE_STREAM_URL": address.replacing("http://", with: "ws://"),
      "BOTD_BINANCE_WSAPI_URL": address.replacing("http://", with: "ws://") + "/ws-api/v3",
    ]
  }

  /// Ends it without warning.
  func kill() async throws {
    program.send(SIGKILL)
    _ = try await program.waitForEnd()
  }

  /// Starts it again on the same port and the same anchor.
  func restart() async throws {
    let place = String(address.dropFirst("http://".count))
    program = try Program("botsim", ["--listen", place, "--anchor", anchor] + arguments, in: folder)
    _ = try await program.waitFor(/listening +(http:[^\s]+)/)
  }

  /// What time it is there.
  func now() async throws -> Instant { try Self.time(try await client.get("/sim/time")) }

  /// Changes its time, and answers what it is then.
  @discardableResult
  func setTime(_ change: Node) async throws -> Instant { try Self.time(try await client.post("/sim/time", change)) }

  /// The candles that it has of a pair, closed or in progress, from a time on.
  func candles(_ key: SeriesKey, from start: Instant) async throws -> [Candle] {
    var candles: [Candle] = []
    var from = start
    while true {
      let path =
        "/api/v3/klines?symbol=\(key.pair.symbol)&interval=\(key.timeframe)&startTime=\(from.milliseconds)&limit=1000"
      let rows = try await client.get(path).node.array ?? []
      candles += rows.compactMap(Candle.init(kline:))
      guard rows.count == 1000, let last = candles.last else { return candles }
      from = key.timeframe.openTime(after: last.openTime)
    }
  }

  private static func time(_ answer: APIClient.Answer) throws -> Instant {
    guard answer.status == 200, let now = answer.node["now"]?.int64 else {
      throw Program.Failure(description: "/sim/time: \(answer.status) \(answer.text)")
    }
    return Instant(milliseconds: now)
  }
}

extension Candle {
  /// A row of Binance's klines: open time, open, high, low, close, volume, and more.
  init?(kline row: Node) {
    let texts = (1...5).compactMap { row[$0]?.string.flatMap { Fixed($0) } }
    guard let openTime = row[0]?.int64, texts.count == 5 else { return nil }
    self.init(
      openTime: Instant(milliseconds: openTime), open: Price(texts[0]), high: Price(texts[1]), low: Price(texts[2]),
      close: Price(texts[3]), volume: Quantity(texts[4]))
  }

  /// An item of `GET /api/v1/candles`.
  init?(item: Node) {
    let texts = ["open", "high", "low", "close", "volume"].compactMap { item[$0]?.string.flatMap { Fixed($0) } }
    guard let openTime = item["open_time"]?.string.flatMap({ Instant($0) }), texts.count == 5 else { return nil }
    self.init(
      openTime: openTime, open: Price(texts[0]), high: Price(texts[1]), low: Price(texts[2]), close: Price(texts[3]),
      volume: Quantity(texts[4]))
  }
}
