// SPDX-License-Identifier: Apache-2.0

import BotModel
import BotRuntime
import MarketData
import NIOCore
import NIOPosix
import Ports
import Store
import TradeEngine
import TradingModel

/// What is asked of a rig again and again.
struct OrderRounds {
  /// Between two rounds: nothing of the last is under way any more.
  private static let pause = Duration.milliseconds(5)

  let rig: OrderRig

  // MARK: Decisions

  /// Nanoseconds from a candle, as an event loop offers it, to the gates and to the venue.
  struct Decisions {
    var gate: [Int64] = []
    var wire: [Int64] = []
  }

  /// Has every bot place an order at each of so many candles: a purchase, a sale, and so on. The first few aren't counted.
  func decide(_ rounds: Int) async throws -> Decisions {
    var decisions = Decisions()
    for round in 0..<(rounds + Self.warmUp) {
      let step = try await decide(inRound: round)
      guard round >= Self.warmUp else { continue }
      decisions.gate += step.gate
      decisions.wire += step.wire
    }
    return decisions
  }

  private static let warmUp = 6

  private func decide(inRound round: Int) async throws -> Decisions {
    let candle = OrderBots.candle(round, round.isMultiple(of: 2) ? .enter : .exit)
    let key = SeriesKey(pair: rig.pairs[0], timeframe: OrderBots.timeframe)
    let ended = rig.watch.ended
    rig.clock.set(OrderBots.timeframe.openTime(after: candle.openTime).advanced(byMilliseconds: 5))
    let start = await withCheckedContinuation { continuation in
      NIOSingletons.posixEventLoopGroup.any().execute {
        let now = ContinuousClock.now
        rig.shard.offer(.candleClosed(key, candle, receivedAt: now))
        continuation.resume(returning: now)
      }
    }
    let arrivals = try await answerAll()
    try await rig.watch.until("the fills of round \(round)") { rig.watch.ended == ended + rig.bots.count }
    try await Task.sleep(for: Self.pause)
    return Decisions(
      gate: rig.departures.takeDepartures().map { ($0 - start).nanoseconds },
      wire: arrivals.map { ($0 - start).nanoseconds })
  }

  /// Waits for a request of every bot, answers them, and says when they came.
  private func answerAll() async throws -> [ContinuousClock.Instant] {
    do {
      try await rig.watch.until("\(rig.bots.count) requests at the venue") { rig.venue.arrived == rig.bots.count }
    } catch let stuck as OrdersStuck {
      let failures = Set(rig.departures.failures).sorted().joined(separator: "; ")
      throw OrdersStuck(message: "\(stuck); there are \(rig.venue.arrived); \(failures)")
    }
    return try rig.venue.answer(at: rig.clock.now())
  }

  // MARK: Cancels

  /// Nanoseconds from asking one bot to take its entry back to the venue; ends early where it is told to.
  func cancel(_ rounds: Int, while goesOn: () -> Bool) async throws -> [Int64] {
    var nanoseconds: [Int64] = []
    for round in 0..<rounds where goesOn() {
      try await rest()
      let ended = rig.watch.ended
      let start = ContinuousClock.now
      _ = try await rig.shard.command(.cancelEntries, of: rig.bots[0].number)
      let arrivals = try await answerAll()
      nanoseconds += arrivals.map { ($0 - start).nanoseconds }
      try await rig.watch.until("the end of the order of round \(round)") { rig.watch.ended == ended + 1 }
      try await Task.sleep(for: Self.pause)
    }
    return nanoseconds
  }

  /// Nanoseconds from turning the kill switch to each order at the venue, and to the last of them. It does what the
  /// control plane does: the turn counts, is written, and then every bot is asked.
  func kill(_ rounds: Int, while goesOn: () -> Bool) async throws -> (each: [Int64], last: [Int64]) {
    var (each, last): ([Int64], [Int64]) = ([], [])
    for round in 0..<rounds where goesOn() {
      try await rest()
      let ended = rig.watch.ended
      let start = ContinuousClock.now
      try await turn(to: .cancel)
      for bot in rig.bots { _ = try await rig.shard.command(.cancelEntries, of: bot.number) }
      let delays = try await answerAll().map { ($0 - start).nanoseconds }
      each += delays
      last.append(delays.max() ?? 0)
      try await rig.watch.until("the end of the orders of round \(round)") {
        rig.watch.ended == ended + rig.bots.count
      }
      try await turn(to: nil)
    }
    return (each, last)
  }

  private func turn(to mode: KillSwitch.Mode?) async throws {
    let state = KillSwitch.State(
      epoch: rig.killSwitch.epoch + 1, mode: mode, reason: "botbench", actor: "botbench", time: rig.clock.now())
    if mode != nil { rig.killSwitch.turn(state) }
    try await rig.store?.write(ControlBatch(killSwitch: state))
    rig.killSwitch.turn(state)
  }

  /// Has every bot place an entry that rests.
  private func rest() async throws {
    let resting = rig.watch.resting
    for bot in rig.bots {
      let result = try await rig.shard.command(
        .enter(bot.settings.pairs[0], stake: nil, limit: OrderBots.restingPrice), of: bot.number)
      if let refusal = result.refusal { throw OrdersStuck(message: "\(refusal)") }
    }
    _ = try await answerAll()
    try await rig.watch.until("the entries to rest") { rig.watch.resting == resting + rig.bots.count }
    _ = rig.departures.takeDepartures()
  }
}
