// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BotModel
import Foundation
import TradingModel

/// `botbench server`: the real `botd` against a real `botsim`: start, memory, requests.
struct ServerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "server",
    abstract: "The real botd against a real botsim: process start to /ready, memory per bot, requests per second.",
    discussion: "Needs wrk. Both programs are taken from the folder of this one unless --programs says otherwise.")

  @Option(parsing: .upToNextOption, help: "How many bots run: a list, each measured in turn.")
  var bots: [Int] = [0, 1000]

  @Option(help: "How many pairs the market has.")
  var pairs = 50

  @Option(help: "How many of them each bot watches.")
  var pairsPerBot = 1

  @Option(help: "How many trades the first bot has closed.")
  var closedTrades = 1000

  @Option(help: "How often the server is started.")
  var starts = 11

  @Option(help: "How many seconds each request is asked for over and over; 0 leaves it out.")
  var seconds = 10

  @Option(help: "On how many connections.")
  var connections = 10

  @Option(help: "The folder of botd and botsim.")
  var programs: String?

  @Option(help: "Where data and logs go; a throw-away folder unless given.")
  var folder: String?

  func validate() throws {
    guard pairs > 0, (1...pairs).contains(pairsPerBot), starts > 0, bots.allSatisfy({ $0 >= 0 }) else {
      throw ValidationError("pairs and starts are 1 or more; a bot watches pairs that there are")
    }
  }

  func run() async throws {
    let scratch = try ScratchFolder(folder)
    defer { scratch.remove() }
    let bench = ServerBench(
      programs: programs ?? Self.ownFolder, scratch: scratch.path, pairs: SampleBots.pairs(count: pairs))
    let venue = try bench.startVenue()
    defer { venue.stop() }
    print("pairs \(pairs), pairs per bot \(pairsPerBot), starts \(starts)")
    print("  baseline: botd version, start to end: \(bench.milliseconds(try bench.versionTimes(starts)))")
    var emptyBytes: Int?
    for count in bots {
      let folder = try await DataFolder.write(
        at: scratch.path + "/data-\(count)", bots: count, on: bench.pairs, pairsPerBot: pairsPerBot,
        closedTrades: closedTrades, now: bench.now)
      let times = try (0..<starts).map { _ in try bench.timeStart(folder) }
      print("\(count) bots: process start to /ready: \(bench.milliseconds(times))")
      let server = try bench.startServer(folder)
      defer { server.stop() }
      let bytes = try await bench.settledBytes(of: server, folder)
      print("\(count) bots: resident \(bytes / 1024) KiB\(perBot(bytes, emptyBytes, count))")
      if count == 0 { emptyBytes = bytes }
      if let first = folder.bots.first, seconds > 0 { try load(server, first.settings.name) }
    }
  }

  private func perBot(_ bytes: Int, _ emptyBytes: Int?, _ count: Int) -> String {
    guard let emptyBytes, count > 0 else { return "" }
    return ", \(Column.fixed(Double(bytes - emptyBytes) / 1024 / Double(count), places: 1)) KiB per bot"
  }

  private func load(_ server: ServerProcess, _ bot: BotName) throws {
    print(
      Column.left("\(connections) connections, \(seconds) s each", 44) + Column.right("requests/s", 12)
        + Column.right("p99 ms", 12) + Column.right("of /health", 12))
    var baseline: Double?
    for path in ["/health", "/api/v1/bots/\(bot)", "/api/v1/bots/\(bot)/performance", "/health"] {
      let run = try LoadRun.ask(
        for: path, port: server.port, token: ServerBench.token, seconds: seconds, connections: connections)
      baseline = baseline ?? run.requestsPerSecond
      let ratio = run.requestsPerSecond / (baseline ?? run.requestsPerSecond)
      print(
        Column.left(path, 44) + Column.right(Column.fixed(run.requestsPerSecond, places: 1), 12)
          + Column.right(Column.fixed(run.p99Milliseconds, places: 2), 12)
          + Column.right(Column.fixed(ratio, places: 2), 12))
    }
  }

  private static var ownFolder: String {
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path
  }
}
