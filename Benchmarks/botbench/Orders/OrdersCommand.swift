// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BotRuntime
import Logging
import TradingModel

/// `botbench orders`: from a candle to an order's bytes on the wire, and how fast orders are taken back under a flood.
struct OrdersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "orders",
    abstract:
      "From a closed candle to the order's first byte at the venue, with and without fsync; cancels in a flood.",
    discussion: """
      One process: shard, engine, journal on disk, account desk, signer and connection of the real adapter, and a venue \
      on a loopback socket that notes when requests arrive. It answers when all have.
      """)

  @Option(help: "How many orders are placed one at a time, in each case.")
  var orders = 1000

  @Option(help: "How many bots place an order at the same candle.")
  var bots = 100

  @Option(help: "At how many candles they do.")
  var rounds = 30

  @Option(help: "How many orders are taken back one at a time, in each flood.")
  var cancels = 500

  @Option(help: "How often the kill switch is turned, in each flood.")
  var kills = 10

  @Option(help: "Messages per second of a flood; a multiple of 1,000.")
  var rate = 100_000

  @Option(help: "How many seconds a flood lasts at most.")
  var seconds = 15

  @Option(help: "Where databases go; a throw-away folder unless given.")
  var folder: String?

  func validate() throws {
    guard orders > 0, bots > 0, rounds > 0, cancels > 0, kills > 0, seconds > 0, rate >= 1000, rate.isMultiple(of: 1000)
    else { throw ValidationError("all are above 0, and the rate is a multiple of 1,000") }
  }

  func run() async throws {
    let scratch = try ScratchFolder(folder)
    defer { scratch.remove() }
    LoggingSystem.bootstrap { label in
      var handler = StreamLogHandler.standardError(label: label)
      handler.logLevel = .error
      return handler
    }
    print(Distribution.heading + Column.right("of the least", 16))
    let baseline = try await OrderBaseline.measure(in: scratch.path)
    print(baseline.rows)
    for hasJournal in [true, false] {
      for key in OrderRig.Key.allCases {
        for count in [1, bots] {
          let folder = hasJournal ? "\(scratch.path)/\(key.rawValue)-\(count)" : nil
          let setup = OrderRig.Setup(key: key, bots: count, pairs: Array(Self.pairs.prefix(1)), folder: folder)
          let title = "\(key.rawValue), \(hasJournal ? "with fsync" : "without"), \(count) at once"
          try await decide(title, setup, beside: baseline)
        }
      }
    }
    for kind in MarketFlood.Kind.allCases {
      try await cancel(kind, bots: 1, folder: "\(scratch.path)/cancel-\(kind.rawValue)")
      try await cancel(kind, bots: bots, folder: "\(scratch.path)/kill-\(kind.rawValue)")
    }
    print(try await OrderBaseline.measure(in: scratch.path).rows)
  }

  private static let pairs = SampleBots.pairs(count: 50)

  /// From a candle to the gate and to the venue.
  private func decide(_ title: String, _ setup: OrderRig.Setup, beside baseline: OrderBaseline) async throws {
    let rounds = setup.bots == 1 ? orders : rounds
    try await OrderRig.running(setup) { rig in
      let decisions = try await OrderRounds(rig: rig).decide(rounds)
      let wire = Distribution(nanoseconds: decisions.wire)
      print(Distribution(nanoseconds: decisions.gate).row("\(title): gate"))
      print(wire.row("  the venue's first byte") + baseline.ratios(of: wire, withSync: setup.folder != nil))
    }
  }

  /// From asking to the venue, of one bot or, by the kill switch, of many.
  private func cancel(_ kind: MarketFlood.Kind, bots: Int, folder: String) async throws {
    let (rate, seconds, cancels, kills) = (rate, seconds, cancels, kills)
    try await OrderRig.running(OrderRig.Setup(key: .hmac, bots: bots, pairs: Self.pairs, folder: folder)) { rig in
      let rounds = OrderRounds(rig: rig)
      let came = try await MarketFlood.running(
        kind, perSecond: rate, seconds: seconds, of: Self.pairs, into: rig.shard
      ) { flood in
        let goesOn = { kind == .none || flood.goesOn }
        if bots == 1 {
          let cancels = try await rounds.cancel(cancels, while: goesOn)
          print(Distribution(nanoseconds: cancels).row("cancel, flood: \(kind.rawValue)"))
        } else {
          let killed = try await rounds.kill(kills, while: goesOn)
          print(Distribution(nanoseconds: killed.each).row("kill switch, \(bots) orders, flood: \(kind.rawValue)"))
          print(Distribution(nanoseconds: killed.last).row("  the last of them"))
        }
      }
      if came > 0 { print("  \(came) messages/s came, the shard dropped \(rig.shard.tradesDropped)") }
    }
  }
}
