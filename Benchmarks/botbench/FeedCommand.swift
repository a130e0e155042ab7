// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BinanceExchange
import BinanceWire
import Foundation
import Logging
import MarketData
import MarketHub
import Ports
import TradingModel

/// `botbench feed`: how much market data one core takes, how late it is handed on, and what a pair costs in memory.
struct FeedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feed",
    abstract: "Messages through the hub: how many, how late, how many bytes; and memory for each pair.",
    discussion: """
      Reading: frame bytes to values, alone. Through the hub: bytes, BinanceWire, MarketHub with its checks, sinks; \
      one thread. Delay: a venue on a loopback socket sends trades, a bundle each millisecond; from the moment before \
      each is sent to the sink, through the real adapter.
      """)

  @Option(help: "How many pairs.")
  var pairs = 200

  @Option(help: "How many messages of each kind.")
  var messages = 200_000

  @Option(help: "How many sinks watch each pair: botd has one for each shard.")
  var sinks = 2

  @Option(help: "How often each figure is taken; the median is shown.")
  var runs = 5

  @Option(help: "Trades per second when the delay is measured; a multiple of 1,000.")
  var rate = 20_000

  func validate() throws {
    guard pairs > 0, messages >= pairs, sinks > 0, runs > 0, rate >= 1000, rate.isMultiple(of: 1000) else {
      throw ValidationError("all are above 0, the rate a multiple of 1,000, and there are as many messages as pairs")
    }
  }

  func run() async throws {
    let pairs = SampleBots.pairs(count: pairs)
    print("pairs \(pairs.count), messages \(messages), sinks \(sinks)")
    // First, while nothing was freed that could be used again.
    try await memory(pairs)
    try reading(pairs)
    try await throughput(pairs)
    try await delays(pairs)
  }

  // MARK: Reading

  private func reading(_ pairs: [Pair]) throws {
    let symbols = SymbolTable(pairs)
    print(Column.left("reading", 28) + ["MB/s", "messages/s", "JSONSerialization, MB/s"].map(Self.column).joined())
    for kind in FeedTape.Kind.allCases {
      let tape = FeedTape(kind, of: pairs, count: messages)
      let ours = try median { for frame in tape.frames { _ = try StreamMessage.decode(frame, symbols: symbols) } }
      let sample = tape.frames.prefix(messages / 20).map { Data($0) }
      let theirs = try median { for frame in sample { _ = try JSONSerialization.jsonObject(with: frame) } }
      let bytes = Double(tape.byteCount) / 1e6
      print(
        Column.left("  " + kind.rawValue, 28)
          + [bytes / ours, Double(messages) / ours, bytes / 20 / theirs].map(Self.figure).joined())
    }
  }

  private func median(_ body: () throws -> Void) rethrows -> Double {
    var seconds: [Double] = []
    for _ in 0..<runs {
      let start = ContinuousClock.now
      try body()
      seconds.append(Double((ContinuousClock.now - start).nanoseconds) / 1e9)
    }
    return seconds.sorted()[runs / 2]
  }

  // MARK: Through the hub

  private func throughput(_ pairs: [Pair]) async throws {
    print(
      Column.left("bytes to sinks, one thread", 28) + ["messages/s", "MB/s", "handed on"].map(Self.column).joined())
    for kind in FeedTape.Kind.allCases {
      var seconds: [Double] = []
      var handedOn = 0
      var bytes = 0
      for _ in 0..<runs {
        let tape = FeedTape(kind, of: pairs, count: messages)
        bytes = tape.byteCount
        let books = (0..<sinks).map { _ in ArrivalBook() }
        seconds.append(try await Self.send(tape, kind, to: books))
        handedOn = books.reduce(0) { $0 + $1.count }
      }
      let median = seconds.sorted()[runs / 2]
      print(
        Column.left("  " + kind.rawValue, 28)
          + [Double(messages) / median, Double(bytes) / 1e6 / median, Double(handedOn)].map(Self.figure).joined())
    }
  }

  /// Seconds that a tape takes from bytes to sinks.
  private static func send(_ tape: FeedTape, _ kind: FeedTape.Kind, to books: [ArrivalBook]) async throws -> Double {
    let source = FrameSource(history: FeedTape.history(of: tape.pairs, count: 500))
    let clock = SteppedClock(FeedTape.start)
    let hub = Self.hub(of: source, clock)
    return try await running(hub) {
      for pair in tape.pairs {
        for book in books {
          if kind == .candles {
            _ = await hub.watch(SeriesKey(pair: pair, timeframe: .oneMinute), depth: 500, sink: book)
          } else {
            hub.watchPrices(of: pair, sink: book)
          }
        }
      }
      let start = ContinuousClock.now
      for (index, frame) in tape.frames.enumerated() {
        if index.isMultiple(of: 1000) { clock.set(FeedTape.time(of: index)) }
        source.receive(frame)
      }
      return Double((ContinuousClock.now - start).nanoseconds) / 1e9
    }
  }

  private static func hub(of source: any MarketDataSource, _ clock: SteppedClock) -> MarketHub {
    var log = Logger(label: "botbench")
    log.logLevel = .error
    return MarketHub(of: "bench", source: source, clock: clock, log: log)
  }

  private static func running<Value: Sendable>(
    _ hub: MarketHub, _ body: () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await hub.run() }
      await hub.waitUntilInstruments()
      let value = try await body()
      group.cancelAll()
      return value
    }
  }

  // MARK: Delay

  private func delays(_ pairs: [Pair]) async throws {
    let tape = FeedTape(.trades, of: pairs, count: messages)
    print(
      "from send to sink, \(rate) trades/s over loopback sockets; beside it the same frames without adapter and hub")
    print(Distribution.heading)
    let bare = try await Self.delaysOfSockets(tape, perMillisecond: rate / 1000)
    let whole = try await Self.delays(tape, perMillisecond: rate / 1000)
    print(Distribution(nanoseconds: whole).row("send to sink"))
    print(Distribution(nanoseconds: bare).row("  beside it: send to the socket's handler"))
  }

  /// Through the adapter and the hub.
  private static func delays(_ tape: FeedTape, perMillisecond: Int) async throws -> [Int64] {
    let venue = FrameVenue()
    let book = ArrivalBook(times: tape.frames.count)
    let clock = SteppedClock(FeedTape.start)
    var delays: [Int64] = []
    try await venue.serving { port in
      let source = try SocketSource(port: port, pairs: tape.pairs, clock: clock)
      let hub = Self.hub(of: source, clock)
      delays = try await running(hub) {
        for pair in tape.pairs { hub.watchPrices(of: pair, sink: book) }
        while venue.symbols.count < tape.pairs.count { try await Task.sleep(for: .milliseconds(10)) }
        let sent = await venue.play(tape, perMillisecond: perMillisecond)
        await book.until(tape.frames.count)
        return book.delays(since: sent)
      }
    }
    return delays
  }

  /// Through sockets alone, spread over as many connections.
  private static func delaysOfSockets(_ tape: FeedTape, perMillisecond: Int) async throws -> [Int64] {
    let venue = FrameVenue()
    let book = ArrivalBook(times: tape.frames.count)
    var delays: [Int64] = []
    try await venue.serving { port in
      delays = try await BareSockets(port: port, pairs: tape.pairs, book: book).running {
        while venue.symbols.count < tape.pairs.count { try await Task.sleep(for: .milliseconds(10)) }
        let sent = await venue.play(tape, perMillisecond: perMillisecond)
        await book.until(tape.frames.count)
        return book.delays(since: sent)
      }
    }
    return delays
  }

  // MARK: Memory

  private func memory(_ pairs: [Pair]) async throws {
    let market = SampleMarket(pairs: pairs, rounds: 0)
    let source = FrameSource(history: market.history)
    let hub = Self.hub(of: source, SteppedClock(market.start.advanced(byMilliseconds: 5000)))
    try await Self.running(hub) {
      let before = ResidentMemory.bytes() ?? 0
      let sink = NobodyListens()
      for pair in pairs { hub.watchPrices(of: pair, sink: sink) }
      let prices = ResidentMemory.bytes() ?? 0
      for pair in pairs {
        _ = await hub.watch(SeriesKey(pair: pair, timeframe: .oneMinute), depth: 500, sink: sink)
      }
      let series = ResidentMemory.bytes() ?? 0
      print("resident KiB per pair: trades and best prices, and with a series of 500 candles:")
      print(
        "  "
          + [prices, series].map { Column.fixed(Double($0 - before) / 1024 / Double(pairs.count), places: 1) }
          .joined(separator: ", "))
    }
  }

  // MARK: Columns

  private static func column(_ text: String) -> String { Column.right(text, 26) }

  private static func figure(_ number: Double) -> String { column(Column.fixed(number, places: 1)) }
}
