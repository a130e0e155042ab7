// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlPlane
import Glibc
import HTTPServer
import Logging
import MarketHub
import NIOCore
import ServerConfiguration
import ServiceLifecycle
import Store
import Synchronization
import UnixSignals

extension BotServer {
  /// How long a stop in order may take. What has not ended by then is cut off, and nothing is lost by it.
  private static let stopPatience = Duration.seconds(4)

  /// Runs until SIGTERM or SIGINT, and ends in order: requests, bots, market data, database.
  ///
  /// - Parameters:
  ///   - guest: what else goes on as long as the server does; cancelled before it ends.
  ///   - onListening: is told the address once requests are taken.
  func run(
    guest: (@Sendable () async throws -> Void)? = nil, onListening: @escaping @Sendable (String) -> Void
  ) async throws(ExitCode) {
    let logger = Logger(label: "botyard.botd")
    warn(to: logger)
    let progress = Progress()
    let requests = RequestsPart(server: try controlServer(logger, progress, onListening), progress: progress)
    let feed = venue.feed
    let fleet = fleet
    // They end in the opposite order.
    let parts: [any Service] =
      [
        CancelledPart(venue.runClock), CancelledPart { await feed.run() }, FleetPart(fleet: fleet), requests,
      ] + (guest.map { [CancelledPart($0)] } ?? [])
    var group = ServiceGroupConfiguration(
      services: parts.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint],
      logger: logger)
    group.maximumGracefulShutdownDuration = Self.stopPatience
    defer { store.close() }
    do {
      try await ServiceGroup(configuration: group).run()
    } catch {
      guard !progress.isStopping else { return logger.warning("the stop was not in order: \(error)") }
      guard progress.isListening else {
        let reason = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
        throw .refused([
          "BOTD_LISTEN=\(configuration.listen) can't be listened on (\(reason)): end what listens there, or choose "
            + "another address."
        ])
      }
      logger.critical("the server ends by itself: \(error)")
      throw .broken
    }
  }

  private func controlServer(
    _ logger: Logger, _ progress: Progress, _ onListening: @escaping @Sendable (String) -> Void
  ) throws(ExitCode) -> ControlServer {
    guard let token = AccessToken(token.revealed) else {
      throw .refused(["The admin token can't be used: it must be printable ASCII without spaces."])
    }
    return ControlServer(
      configuration: ControlServer.Configuration(
        address: HTTPServer.ListenAddress(host: configuration.listen.host, port: configuration.listen.port),
        token: token),
      service: fleet, metrics: Self.metrics, logger: Logger(label: "botyard.http"),
      onListening: { address in
        progress.noteListening()
        onListening("\(address)")
      })
  }

  private func warn(to logger: Logger) {
    logger.info("botd \(Botd.version) begins: \(configuration.summary)")
    if configuration.allowsLive, configuration.credentials == nil {
      logger.warning("BOTD_ALLOW_LIVE=true, but there are no credentials: bots of mode live_spot can't be started")
    }
    if !configuration.listen.isLoopback, token.revealed.utf8.count < 16 {
      logger.warning("other machines can reach BOTD_LISTEN, and the admin token is short enough to be guessed")
    }
  }
}

/// How far the server has come.
final class Progress: Sendable {
  private let listening = Atomic(false)
  private let stopping = Atomic(false)

  var isListening: Bool { listening.load(ordering: .acquiring) }
  var isStopping: Bool { stopping.load(ordering: .acquiring) }

  func noteListening() { listening.store(true, ordering: .releasing) }
  func noteStopping() { stopping.store(true, ordering: .releasing) }
}

/// The API, which notes that a stop was asked for.
private struct RequestsPart: Service {
  let server: ControlServer
  let progress: Progress

  func run() async throws {
    try await withGracefulShutdownHandler {
      try await server.run()
    } onGracefulShutdown: {
      progress.noteStopping()
    }
  }
}
