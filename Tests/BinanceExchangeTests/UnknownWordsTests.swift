// SPDX-License-Identifier: Apache-2.0

import BinanceExchange
import Logging
import Synchronization
import Testing

@testable import TestKit

/// Keeps what is logged as text.
private struct NotingLog: LogHandler {
  final class Lines: Sendable {
    let all = Mutex<[String]>([])
  }

  let lines: Lines
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.warning

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let fields = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    lines.all.withLock { $0.append(fields.joined(separator: " ")) }
  }
}

@Suite(.timeLimit(.minutes(5))) struct UnknownWordsTests {
  private static func info(status: String, filter: String) -> TestVenue.Answer {
    .init(
      body: """
        {"symbols":[{"symbol":"BTCUSDT","status":"\(status)","baseAsset":"BTC","quoteAsset":"USDT",
         "filters":[{"filterType":"\(filter)"}]}]}
        """)
  }

  @Test func `each filter and each status that is not known is told once`() async throws {
    let venue = TestVenue()
    venue.answer(
      "/api/v3/exchangeInfo", Self.info(status: "TRADING", filter: "NEW"), Self.info(status: "TRADING", filter: "NEW"),
      Self.info(status: "HALT", filter: "NEW"), Self.info(status: "ASLEEP", filter: "NEWER"))
    try await venue.run { endpoints in
      let lines = NotingLog.Lines()
      let manual = ManualTime()
      let data = BinanceMarketData(
        rest: BinanceREST(endpoints, time: manual.time), clock: SteadyClock(),
        log: Logger(label: "test") { _ in NotingLog(lines: lines) }, time: manual.time, random: { 0 })
      for _ in 0..<4 {
        let instruments = try await data.instruments()
        #expect(instruments.count == 1)
      }
      #expect(
        lines.all.withLock { $0 } == [
          "first=BTCUSDT pairs=1 word=NEW", "first=BTCUSDT pairs=1 word=ASLEEP", "first=BTCUSDT pairs=1 word=NEWER",
        ])
    }
  }
}
