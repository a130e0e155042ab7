// SPDX-License-Identifier: Apache-2.0

// botsim: runs a simulated venue on a port until it is told to stop.

import ArgumentParser
import ExchangeModel
import Foundation
import Logging
import NIOCore
import ServiceLifecycle
import SimServer
import TradingModel
import UnixSignals

/// `botsim`: a simulated venue on a port.
@main
struct Botsim: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "botsim",
    abstract: "A simulated venue that speaks Binance's protocol: REST and streams on one port.",
    discussion: """
      The market is a function of seed and venue time; venue time is start + (wall - anchor) x speed. \
      See docs/botsim.md.
      """)

  @Option(help: ArgumentHelp("Where to listen; port 0 takes any that is free.", valueName: "host:port"))
  var listen = ListenAddress(host: "127.0.0.1", port: 9080)

  @Option(help: ArgumentHelp("What is traded, such as BTC/USDT,ETH/USDT.", valueName: "pairs"))
  var pairs: PairList?

  @Option(help: "What the market is made from.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("A folder of candle files to replay: BTC_USDT-5m.csv[.gz].", valueName: "dir"))
  var candles: String?

  @Option(help: ArgumentHelp("Venue milliseconds per millisecond of the wall.", valueName: "x"))
  var speed = Speed(value: 1)

  @Option(help: ArgumentHelp("The venue's time at the anchor, RFC 3339 or milliseconds.", valueName: "time"))
  var start: TimeText?

  @Option(help: ArgumentHelp("The wall's time at the start; now, unless given.", valueName: "time"))
  var anchor: TimeText?

  @Option(
    help: ArgumentHelp(
      "What goes wrong: a script (YAML or JSON), seed:N, or one of \(FaultPlan.names.joined(separator: ", ")).",
      valueName: "file|name"))
  var faults: String?

  @Option(name: .customLong("api-key"), help: ArgumentHelp("The key to the account.", valueName: "key"))
  var apiKey: String?

  @Option(
    name: .customLong("api-secret"),
    help: ArgumentHelp("The key's secret, where requests are signed by HMAC.", valueName: "secret"))
  var apiSecret: String?

  @Option(
    name: .customLong("api-public-key"),
    help: ArgumentHelp("The key's public half in PEM, Ed25519 or RSA.", valueName: "file"))
  var apiPublicKey: String?

  @Option(
    help: ArgumentHelp(
      "Another account, or another key to one; may be repeated. @FILE has a public key.",
      valueName: "name=key:secret|@file"))
  var account: [AccountText] = []

  @Option(help: ArgumentHelp("What every account begins with.", valueName: "asset=amount,..."))
  var balance = AccountSelection.balances

  @Option(
    name: .customLong("key-rights"),
    help: ArgumentHelp("What keys may do: \(KeyRights.words.joined(separator: ", ")).", valueName: "words"))
  var keyRights = RightsText(rights: KeyRights())

  @Flag(name: .customLong("bnb-fees"), help: "Fees are paid in BNB where an account has enough of it.")
  var paysFeesInBNB = false

  func run() async throws {
    let wall = WallClock.now()
    let selection: MarketSelection
    do throws(MarketSelection.Failure) {
      selection = try MarketSelection(candles: candles, pairs: pairs?.pairs, seed: seed)
    } catch {
      throw ValidationError("\(error)")
    }
    let plan: FaultPlan
    do throws(FaultSelection.Failure) {
      plan =
        try faults.map { (text) throws(FaultSelection.Failure) in
          try FaultSelection.plan(text, pairs: selection.market.instruments.map(\.pair), seed: seed)
        } ?? .none
    } catch {
      throw ValidationError("\(error)")
    }
    let accounts: [SimAccount]
    do throws(AccountSelection.Failure) {
      accounts = try AccountSelection.accounts(
        key: apiKey, secret: apiSecret, publicKey: apiPublicKey, others: account, balances: balance,
        rights: keyRights.rights, paysFeesInDiscountAsset: paysFeesInBNB)
    } catch {
      throw ValidationError("\(error)")
    }
    let anchor = anchor?.instant ?? wall
    let start = start?.instant ?? selection.start ?? anchor
    let server = SimServer(
      configuration: SimConfiguration(
        market: selection.market, host: listen.host, port: listen.port, start: start, anchor: anchor,
        speed: speed.value, faults: plan, accounts: accounts),
      logger: Self.logger)
    var configuration = ServiceGroupConfiguration(
      services: [.init(service: server, successTerminationBehavior: .gracefullyShutdownGroup)],
      gracefulShutdownSignals: [.sigterm, .sigint], logger: Self.logger)
    configuration.maximumGracefulShutdownDuration = .seconds(3)
    let services = ServiceGroup(configuration: configuration)
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await services.run() }
        group.addTask {
          guard let port = await server.waitForPort() else { return }
          announce(port: port, start: start, anchor: anchor, selection: selection, accounts: accounts)
        }
        try await group.waitForAll()
      }
    } catch let error as IOError {
      let reason = String(cString: strerror(error.errnoCode)).lowercased()
      FileHandle.standardError.write(
        Data("Error: botsim can't listen on \(listen): \(reason). Give another address with --listen.\n".utf8))
      throw ExitCode.failure
    }
  }

  private func announce(port: Int, start: Instant, anchor: Instant, selection: MarketSelection, accounts: [SimAccount])
  {
    let host = listen.host.contains(":") ? "[\(listen.host)]" : listen.host
    var lines = [
      "listening  http://\(host):\(port)",
      "anchor     \(anchor)",
      "start      \(start)",
      "speed      \(speed.value)",
      "pairs      \(selection.market.instruments.map(\.pair.description).joined(separator: " "))",
    ]
    lines += accounts.map { account in
      "account    \(account.name): \(account.keys.map(\.description).joined(separator: ", "))"
    }
    lines += selection.notes.map { "note       \($0)" }
    // Unbuffered, so that whoever reads a pipe or a file has it at once.
    FileHandle.standardOutput.write(Data((lines.joined(separator: "\n") + "\n").utf8))
  }

  private static var logger: Logger {
    var logger = Logger(label: "botsim", factory: { StreamLogHandler.standardError(label: $0) })
    logger.logLevel = .warning
    return logger
  }
}
