// SPDX-License-Identifier: Apache-2.0

import BotRuntime
import Foundation
import Logging
import MarketData
import MarketHub
import Ports
import Synchronization
import TradingModel

/// Market messages that come in beside what is measured, a bundle each millisecond, from a thread of their own.
final class MarketFlood: Sendable {
  enum Kind: String, CaseIterable {
    /// Nothing comes in.
    case none
    /// Trades, put into the shard's mailbox.
    case trades
    /// The bytes of trades, through BinanceWire and MarketHub into the shard's mailbox.
    case frames
  }

  private let perSecond: Int
  private let count: Int
  private let offered = Atomic(0)
  private let isStopped = Atomic(false)
  private let hasEnded = Atomic(false)

  private init(perSecond: Int, seconds: Int) {
    self.perSecond = perSecond
    count = perSecond * seconds
  }

  /// Whether messages still come.
  var goesOn: Bool { !hasEnded.load(ordering: .acquiring) }

  /// Floods a shard while the body runs, for so many seconds at most.
  ///
  /// - Returns: how many messages came in a second.
  static func running(
    _ kind: Kind, perSecond: Int, seconds: Int, of pairs: [Pair], into shard: BotShard,
    _ body: (MarketFlood) async throws -> Void
  ) async throws -> Int {
    let flood = MarketFlood(perSecond: perSecond, seconds: seconds)
    switch kind {
    case .none:
      try await body(flood)
      return 0
    case .trades:
      return try await flood.running(body) { index in
        let trade = PublicTrade(
          id: Int64(index / pairs.count + 1), time: FeedTape.time(of: index), price: OrderBots.price,
          quantity: Quantity(1), isBuyerMaker: false)
        shard.offer(.trade(pairs[index % pairs.count], trade))
      }
    case .frames:
      let tape = FeedTape(.trades, of: pairs, count: flood.count)
      let source = FrameSource(history: FeedTape.history(of: pairs, count: 1))
      let clock = SteppedClock(FeedTape.start)
      var log = Logger(label: "botbench")
      log.logLevel = .error
      let hub = MarketHub(of: "bench", source: source, clock: clock, log: log)
      return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await hub.run() }
        defer { group.cancelAll() }
        await hub.waitUntilInstruments()
        for pair in pairs { hub.watchPrices(of: pair, sink: shard) }
        return try await flood.running(body) { index in
          if index.isMultiple(of: 1000) { clock.set(FeedTape.time(of: index)) }
          source.receive(tape.frames[index])
        }
      }
    }
  }

  private func running(
    _ body: (MarketFlood) async throws -> Void, _ offer: @escaping @Sendable (Int) -> Void
  ) async throws -> Int {
    let start = ContinuousClock.now
    Thread.detachNewThread { self.pour(offer) }
    let result: Result<Void, any Error>
    do { result = .success(try await body(self)) } catch { result = .failure(error) }
    isStopped.store(true, ordering: .releasing)
    let seconds = Double((ContinuousClock.now - start).nanoseconds) / 1e9
    let rate = Int(Double(offered.load(ordering: .relaxed)) / seconds)
    while goesOn { try await Task.sleep(for: .milliseconds(2)) }
    try result.get()
    return rate
  }

  private func pour(_ offer: @Sendable (Int) -> Void) {
    let start = ContinuousClock.now
    let perMillisecond = perSecond / 1000
    var index = 0
    while index < count, !isStopped.load(ordering: .acquiring) {
      for _ in 0..<perMillisecond {
        offer(index)
        index += 1
      }
      offered.store(index, ordering: .relaxed)
      let wait = (start + .milliseconds(index / perMillisecond) - ContinuousClock.now).nanoseconds
      if wait > 0 { Thread.sleep(forTimeInterval: Double(wait) / 1e9) }
    }
    hasEnded.store(true, ordering: .releasing)
  }
}
