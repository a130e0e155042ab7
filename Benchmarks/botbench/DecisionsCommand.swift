// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BotModel
import CoreMetrics
import MarketData
import MarketHub
import Store
import TradingModel

/// `botbench decisions`: from the last byte of a kline frame to the decision in memory, and the commit apart.
struct DecisionsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decisions",
    abstract: "From the last byte of a kline frame to the decision of every bot that watches; and the commit apart.",
    discussion: """
      One process: frame bytes, BinanceWire, MarketHub, shards, engines, paper exchange, database on disk. \
      A decision is made when all bots of a shard that watch the pair were stepped; the slowest shard counts.
      """)

  @Option(help: "How many bots run.")
  var bots = 100

  @Option(help: "How many pairs the market has.")
  var pairs = 50

  @Option(help: "How many of them each bot watches; all unless given.")
  var pairsPerBot: Int?

  @Option(help: "How many candles each pair closes.")
  var rounds = 60

  @Option(help: "paced: one frame after the other. burst: the candles of all pairs at once.")
  var rhythm = FrameDriver.Rhythm.paced

  @Option(help: "Milliseconds between two frames, or two bursts; 5 and 250 unless given.")
  var pause: Double?

  @Option(help: "How many shards step the bots.")
  var shards = 2

  @Option(help: "Where the database goes; a throw-away folder unless given.")
  var folder: String?

  func validate() throws {
    guard bots >= 0, pairs > 0, rounds > 0, shards > 0, (1...pairs).contains(pairsPerBot ?? pairs) else {
      throw ValidationError("bots are 0 or more; the others 1 or more; a bot watches pairs that there are")
    }
  }

  func run() async throws {
    let timers = TimerBook()
    MetricsSystem.bootstrap(timers)
    let scratch = try ScratchFolder(folder)
    defer { scratch.remove() }
    let market = SampleMarket(pairs: SampleBots.pairs(count: pairs), rounds: rounds)
    let test = try await FleetUnderTest(market: market, folder: scratch.path + "/data", shards: shards)
    let records = try (0..<bots).map { number in
      try SampleBots.running(number + 1, on: watched(by: number, of: market.pairs), at: market.start)
    }
    let pauseSeconds = (pause ?? (rhythm == .paced ? 5 : 250)) / 1000
    print(
      "bots \(bots), pairs per bot \(pairsPerBot ?? pairs) of \(pairs), shards \(shards), \(rhythm.rawValue), "
        + "pause \(Column.fixed(pauseSeconds * 1000, places: 1)) ms")
    let reading = try test.source.timeReading(market.rounds.flatMap { $0.map(\.candle) })
    let wakeUps = await Baselines.wakeUps(1000, pauseSeconds: 0.005)
    let syncs = try Baselines.syncs(1000, in: scratch.path)
    try await test.running {
      let memory = try await launch(records, in: test)
      for label in [Self.decisionLabel, Self.commitLabel] { _ = timers.take(label) }
      await FrameDriver.send(
        market, to: test.source, clock: test.clock, rhythm: rhythm, pauseSeconds: pauseSeconds)
      try await Task.sleep(for: .seconds(1))
      let decisions = Self.slowest(timers.take(Self.decisionLabel), frames: rounds * pairs)
      print(Distribution.heading)
      print(Distribution(nanoseconds: reading.nanoseconds).row("  reading a frame"))
      print(Distribution(nanoseconds: wakeUps).row("  baseline: waking a task"))
      print(Distribution(nanoseconds: decisions).row("last byte to decision"))
      print(Distribution(nanoseconds: timers.take(Self.commitLabel).flatMap { $0 }).row("commit"))
      print(Distribution(nanoseconds: syncs).row("  baseline: writing and syncing a page"))
      try await printMemory(memory)
      let numbers = try await test.store.maximumIdentifiers()
      print("last order \(numbers.order), last trade \(numbers.trade), checksum of the closes \(reading.checksum)")
    }
    test.store.close()
  }

  private static let decisionLabel = "botyard_decision_duration"
  private static let commitLabel = "botyard_commit_duration"

  /// The pairs of a bot: so many in a row, another beginning for each bot.
  private func watched(by number: Int, of pairs: [Pair]) -> [Pair] {
    let count = pairsPerBot ?? pairs.count
    return (0..<count).map { pairs[(number + $0) % pairs.count] }.sorted()
  }

  /// A frame that all shards decide on takes as long as the slowest of them; where each decides on some, all count.
  private static func slowest(_ shards: [[Int64]], frames: Int) -> [Int64] {
    let busy = shards.filter { !$0.isEmpty }
    guard busy.allSatisfy({ $0.count == frames }) else { return busy.flatMap { $0 } }
    return (0..<(busy.isEmpty ? 0 : frames)).map { index in busy.map { $0[index] }.max() ?? 0 }
  }

  // MARK: Memory

  private struct Memory {
    let before: Int
    let launched: Int
  }

  /// Has the market watched by a first bot and then launches the others, so that the shared series aren't counted.
  private func launch(_ records: [BotRecord], in test: FleetUnderTest) async throws -> Memory {
    for pair in test.hub.instruments.keys {
      _ = await test.hub.watch(
        SeriesKey(pair: pair, timeframe: SampleBots.timeframe), depth: 500, sink: NobodyListens())
    }
    let before = ResidentMemory.bytes() ?? 0
    try await test.launch(records)
    return Memory(before: before, launched: ResidentMemory.bytes() ?? 0)
  }

  private func printMemory(_ memory: Memory) async throws {
    let after = ResidentMemory.bytes() ?? 0
    let figures = [memory.before, memory.launched, after].map { "\($0 / 1024)" }.joined(separator: ", ")
    print("resident KiB without bots, with bots launched, at the end: \(figures)")
    guard bots > 0 else { return }
    let perBot = [memory.launched, after].map {
      Column.fixed(Double($0 - memory.before) / 1024 / Double(bots), places: 1)
    }
    print("resident KiB per bot, launched and at the end: \(perBot.joined(separator: ", "))")
  }
}

extension FrameDriver.Rhythm: ExpressibleByArgument {}
