// SPDX-License-Identifier: Apache-2.0

import ControlAPI
public import ControlPlane
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle

/// Serves the API until it is told to stop.
public struct ControlServer: Service {
  /// What a server needs to know.
  public struct Configuration: Sendable {
    /// Where to listen.
    public let address: ListenAddress
    /// What a client must show.
    public let token: AccessToken
    /// How often the event stream shows that it lives.
    public let heartbeat: Duration

    /// What a server needs to know.
    public init(address: ListenAddress, token: AccessToken, heartbeat: Duration = .seconds(15)) {
      self.address = address
      self.token = token
      self.heartbeat = heartbeat
    }
  }

  private let configuration: Configuration
  private let responder: ControlResponder
  private let logger: Logger
  private let onListening: @Sendable (ListenAddress) async -> Void

  /// A server of a service.
  ///
  /// - Parameter onListening: is told the address once requests are taken; the port is the real one.
  public init(
    configuration: Configuration, service: any ControlService, metrics: PrometheusRegistry, logger: Logger,
    onListening: @escaping @Sendable (ListenAddress) async -> Void = { _ in }
  ) {
    self.configuration = configuration
    self.logger = logger
    self.onListening = onListening
    responder = ControlResponder(
      token: configuration.token, routes: .standard, bots: BotRoutes(service: service),
      history: HistoryRoutes(service: service), server: ServerRoutes(service: service, metrics: metrics),
      events: EventRoute(service: service, heartbeat: configuration.heartbeat),
      idempotency: IdempotencyGate(service: service), metrics: RequestMetrics(factory: metrics))
  }

  public func run() async throws {
    let address = configuration.address
    let application = Application(
      responder: responder,
      server: HTTPServerBuilder { responder in
        ControlChannel(http: HTTP1Channel(responder: responder, configuration: Self.limits))
      },
      configuration: ApplicationConfiguration(address: .hostname(address.host, port: address.port)),
      onServerRunning: { channel in
        await onListening(
          ListenAddress(host: address.host, port: channel.localAddress?.port ?? address.port))
      },
      logger: logger)
    try await application.run()
  }

  /// What a connection may cost.
  private static let limits = HTTP1Channel.Configuration(
    idleTimeout: .seconds(60),
    httpDecoderConfiguration: .init(
      maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 64 * 1024, maxHeaderFieldCount: 100))
}
