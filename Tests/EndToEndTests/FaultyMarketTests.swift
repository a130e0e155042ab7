// SPDX-License-Identifier: Apache-2.0
import Documents
import Indicators
import MarketData
import MarketHub
import Strategies
import StrategyKit
import Testing
import TradingModel

@Suite(.timeLimit(.minutes(15))) struct `A market full of faults` {
  private static let timeframes: [Timeframe] = [.oneMinute, .threeMinutes, .fiveMinutes]
  private static let minute: Int64 = 60_000
  private static let hour = 60 * minute

  @Test func `shows every bot each closed candle once and right, for an hour of fifty pairs`() async throws {
    let folder = try Folder()
    try folder.write(FaultScript.everything, to: "faults.yaml")
    let venue = try await Venue(
      ["--seed", "5", "--speed", "30", "--faults", folder.path("faults.yaml")], in: folder)
    let server = try await Server(at: venue, in: folder)
    let feed = try FeedUnderTest(at: venue)
    try await feed.running {
      let pairs = feed.hub.instruments.keys.filter { $0.quote.code == "USDT" }.sorted().prefix(50)
      #expect(pairs.count == 50)
      let watches = try await watch(Array(pairs), of: feed)
      let bots = try await start(Array(pairs), at: server)

      let begin = try await venue.now().advanced(byMilliseconds: Self.minute)
      let end = begin.advanced(byMilliseconds: Self.hour)
      try await Poll.until("an hour has passed", within: .seconds(600)) { _ in try await venue.now() >= end }
      try await expectEveryFault(at: venue)
      let answer = try await venue.client.post("/sim/faults", ["clear": true])
      #expect(answer.status == 200, "\(answer.text)")

      for watch in watches { try await expectRecord(of: venue, from: begin, upTo: end, in: watch) }
      for bot in bots { try await expectSignals(of: bot, at: server, venue, from: begin, upTo: end) }
    }
  }

  // MARK: Who watches

  /// Ten that watch fifteen pairs each, in all timeframes.
  private func watch(_ pairs: [Pair], of feed: FeedUnderTest) async throws -> [CandleWatch] {
    let watches = (0..<10).map { _ in CandleWatch() }
    await withDiscardingTaskGroup { group in
      for (number, watch) in watches.enumerated() {
        for offset in 0..<15 {
          for timeframe in Self.timeframes {
            let key = SeriesKey(pair: pairs[(number * 5 + offset) % pairs.count], timeframe: timeframe)
            group.addTask { await watch.watch(key, of: feed.hub) }
          }
        }
      }
    }
    return watches
  }

  private struct Bot {
    let name: String
    let pairs: [Pair]
    let timeframe: Timeframe
  }

  /// Five bots of ten pairs for each timeframe.
  private func start(_ pairs: [Pair], at server: Server) async throws -> [Bot] {
    var bots: [Bot] = []
    for timeframe in Self.timeframes {
      for number in 0..<5 {
        let own = Array(pairs[number * 10..<number * 10 + 10])
        let bot = Bot(name: "bot-\(timeframe)-\(number)", pairs: own, timeframe: timeframe)
        try await server.create([
          "name": .string(bot.name), "strategy": "ema-crossover", "strategy_parameters": ["fast": 3, "slow": 5],
          "timeframe": .string(timeframe.text), "pairs": .array(own.map { .string("\($0)") }), "stake_amount": "50",
        ])
        bots.append(bot)
      }
    }
    for bot in bots { try await server.perform("start", on: bot.name) }
    try await server.wait(for: bots.map(\.name), toBe: "running", within: .seconds(300))
    return bots
  }

  // MARK: What was seen

  /// Every fault of the script has done something.
  private func expectEveryFault(at venue: Venue) async throws {
    let faults = try await venue.client.get("/sim/faults").node["faults"]?.array ?? []
    #expect(faults.count == FaultScript.count)
    for fault in faults { #expect((fault["hits"]?.int64 ?? 0) > 0, "\(fault)") }
  }

  private func expectRecord(
    of venue: Venue, from begin: Instant, upTo end: Instant, in watch: CandleWatch
  ) async throws {
    for key in watch.keys {
      let record = try await record(of: key, at: venue, from: begin, upTo: end)
      #expect(!record.isEmpty)
      try await Poll.until("\(key) has come", within: .seconds(60)) { last in
        last = "\(watch.newest(of: key)?.description ?? "nothing")"
        return watch.newest(of: key).map { newest in record.last.map { newest >= $0.openTime } ?? true } ?? false
      }
      let told = watch.candles(of: key, from: begin).filter { key.timeframe.openTime(after: $0.openTime) <= end }
      #expect(told == record, "\(key): \(Self.difference(told, record))")
    }
  }

  /// The venue's own record: the candles that opened and closed in a span.
  private func record(
    of key: SeriesKey, at venue: Venue, from begin: Instant, upTo end: Instant
  ) async throws -> [Candle] {
    try await venue.candles(key, from: begin).filter { key.timeframe.openTime(after: $0.openTime) <= end }
  }

  /// A bot's signals are those of its strategy over the venue's record.
  private func expectSignals(
    of bot: Bot, at server: Server, _ venue: Venue, from begin: Instant, upTo end: Instant
  ) async throws {
    let history = Int64(500 * (bot.timeframe == .oneMinute ? 1 : bot.timeframe == .threeMinutes ? 3 : 5)) * Self.minute
    var expected: Set<String> = []
    for pair in bot.pairs {
      let key = SeriesKey(pair: pair, timeframe: bot.timeframe)
      var strategy = EMACrossover(fast: 3, slow: 5)
      let start = begin.advanced(byMilliseconds: -history)
      for candle in try await record(of: key, at: venue, from: start, upTo: end) {
        guard let signal = try strategy.update(Bar(candle)), candle.openTime >= begin,
          !Self.isTie(signal.reason)
        else { continue }
        expected.insert("\(pair) \(candle.openTime) \(signal.action.rawValue): \(signal.reason)")
      }
    }
    #expect(!expected.isEmpty)
    var seen: [String] = []
    try? await Poll.until("the last signals", within: .seconds(180)) { _ in
      seen = try await server.client.all("/api/v1/bots/\(bot.name)/signals").compactMap { signal in
        guard let text = signal["candle"]?.string, let candle = Instant(text), candle >= begin,
          bot.timeframe.openTime(after: candle) <= end, let reason = signal["reason"]?.string, !Self.isTie(reason)
        else { return nil }
        return "\(signal["pair"]?.string ?? "") \(candle) \(signal["action"]?.string ?? ""): \(reason)"
      }
      return Set(seen) == expected
    }
    #expect(seen.count == Set(seen).count, "\(bot.name) was told of a candle twice")
    let missing = expected.subtracting(seen).sorted()
    let extra = Set(seen).subtracting(expected).sorted()
    #expect(missing.isEmpty && extra.isEmpty, "\(bot.name) lacks \(missing) and has \(extra)")
  }

  /// Whether two averages touch to within what is shown of them: which of them is above hangs on where the bot's history
  /// begins.
  private static func isTie(_ reason: String) -> Bool {
    let numbers = reason.split { !"0123456789.".contains($0) }.map(String.init).filter { $0.contains(".") }
    return numbers.count != 4 || numbers[0] == numbers[1] || numbers[2] == numbers[3]
  }

  private static func difference(_ told: [Candle], _ record: [Candle]) -> String {
    let missing = record.filter { !told.contains($0) }.map { "missing \($0)" }
    let wrong = told.filter { !record.contains($0) }.map { "told \($0)" }
    let times = told.map(\.openTime)
    let isOrdered = zip(times, times.dropFirst()).allSatisfy { $0 < $1 }
    return (missing + wrong + (isOrdered ? [] : ["out of order or twice"])).joined(separator: "; ")
  }
}
