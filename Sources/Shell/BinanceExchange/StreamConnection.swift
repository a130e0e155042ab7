// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import MarketData
import NIOCore
import Ports
import Synchronization
import TradingModel
import WebSockets

/// One supervised connection for market streams: reconnects for ever, subscribes anew, and notices silence.
///
/// Behind it is one socket, and for a moment two: before the venue's 24 hours are over, and at once when the venue says
/// that it is going, a successor is opened and subscribed to the same streams, takes over when it delivers, and only then
/// is the old one closed.
final class StreamConnection: Sendable {
  /// What stays the same for all connections of a venue.
  struct Settings: Sendable {
    let url: WebSocketURL
    let client: WebSocketClient
    let clock: any VenueClock
    let time: MonotonicTime
    let random: @Sendable () -> Double
    /// Counts attempts to connect, of all connections together.
    let gate: ConnectionGate
    /// At what age a socket is replaced, at the latest, by the faster of wall and venue.
    let ageMax: Duration
    /// Is told every time that the venue puts on a message.
    let noteTime: (@Sendable (Instant) -> Void)?
  }

  typealias Deliver = @Sendable (MarketSourceEvent) -> Void

  /// Between two looks at what is to be done.
  static let tick = Duration.milliseconds(50)
  /// Between two control messages: the venue cuts off whoever sends more than five in a second, pongs counted.
  static let controlInterval = Duration.milliseconds(250)
  /// How long the venue may take to answer a control message.
  static let answerTimeout = Duration.seconds(10)
  /// After so long a connection counts as good, and the next attempts begin with short delays again.
  static let stableTime = Duration.seconds(60)
  /// No socket is replaced more often, however fast the venue's clock goes or whatever the venue announces.
  static let replacementInterval = Duration.seconds(60)
  /// How long a successor that has everything subscribed may bring nothing before it takes over all the same.
  static let deliveryPatience = Duration.seconds(5)
  /// For so long a successor that has taken over may bring what its predecessor brought before.
  static let handoverMemory = Duration.seconds(10)

  /// What is known of a socket.
  struct SocketState {
    var streams: StreamSet
    var isShutdownAnnounced = false
    var controlAt: ContinuousClock.Instant?
    /// How old it is, by the faster of wall and venue.
    var age = Duration.zero
    /// At what age it is replaced.
    var ageMax: Duration
    var isEnded = false
  }

  struct State {
    var symbols = SymbolTable()
    var wanted: Set<MarketStream> = []
    var silence = SilenceWatch()
    /// How many messages came of each stream.
    var frames: [MarketStream: Int] = [:]
    /// How many of them showed that a pair was traded.
    var activity: [Pair: Int] = [:]
    private var volumes: [SeriesKey: Quantity] = [:]
    /// Streams that fell silent, until they are asked for anew.
    var silent: Set<MarketStream> = []
    var sockets: [Int: SocketState] = [:]
    var lastSocket = 0
    /// The socket that is handed on.
    var active = 0
    /// The socket that followed upon none.
    var first = 0
    /// While a successor comes up, and for a moment after it has taken over: what the old one brought first may come
    /// from it late.
    var handover: StreamHandover?
    /// When that moment is over.
    var handoverEndsAt: ContinuousClock.Instant?
    /// Everything that is wanted comes.
    var isUp = false
    /// Why nothing comes; nil also before the first attempt.
    var down: String?

    var pairs: [Pair] { Set(wanted.map(\.pair)).sorted() }

    /// Counts a message.
    mutating func count(_ message: StreamMessage) {
      guard let stream = message.stream else { return }
      frames[stream, default: 0] &+= 1
      switch message {
      case .trade, .aggregate: activity[stream.pair, default: 0] &+= 1
      case .candle(let update):
        // Candles come without trade too, at the turn of an interval.
        guard volumes.updateValue(update.candle.volume, forKey: update.key) != update.candle.volume else { return }
        activity[stream.pair, default: 0] &+= 1
      default: break
      }
    }
  }

  /// A socket that is connected.
  struct Socket: Sendable {
    let id: Int
    let connection: WebSocketConnection
    let openedAt: ContinuousClock.Instant
  }

  let settings: Settings
  let state = Mutex(State())

  init(_ settings: Settings) {
    self.settings = settings
  }

  /// Asks for a stream; see ``MarketDataSource/subscribe(_:)``.
  func subscribe(_ stream: MarketStream) -> String? {
    state.withLock { state in
      state.symbols.insert(stream.pair)
      state.wanted.insert(stream)
      for id in state.sockets.keys { state.sockets[id]?.streams.want(stream) }
      return state.isUp ? nil : state.down
    }
  }

  func unsubscribe(_ stream: MarketStream) {
    state.withLock { state in
      state.wanted.remove(stream)
      for id in state.sockets.keys { state.sockets[id]?.streams.unwant(stream) }
    }
  }

  /// Keeps the connection up until the task is cancelled.
  func run(deliver: @escaping Deliver) async {
    var backoff = Backoff(random: settings.random)
    while !Task.isCancelled {
      let startedAt = settings.time.now()
      let end = await connectAndStay(deliver: deliver)
      goDown(end.reason, deliver: deliver)
      if startedAt.duration(to: settings.time.now()) >= Self.stableTime { backoff.reset() }
      // The venue wants a new connection at once, but a venue that keeps saying so is not obeyed without pause.
      let isImmediate = end.isAnnounced && backoff.isAtBeginning
      let delay = max(backoff.next(), end.retryAfter ?? .zero)
      guard !isImmediate else { continue }
      guard (try? await settings.time.sleep(delay)) != nil else { return }
    }
  }

  /// How a connection ended, or why none came about.
  private struct End {
    let reason: String
    var isAnnounced = false
    var retryAfter: Duration?
  }

  /// Connects, and stays connected over any number of sockets that take over from one another.
  private func connectAndStay(deliver: @escaping Deliver) async -> End {
    let id = addSocket { state, id in
      state.active = id
      state.first = id
      state.handover = nil
      state.silence.startOver()
    }
    do {
      var socket = try await open(id, deliver: deliver)
      while true {
        switch await supervise(socket, deliver: deliver) {
        case .replaced(let successor): socket = successor
        case .ended(let reason):
          let isAnnounced = removeSocket(socket.id)?.isShutdownAnnounced ?? false
          return End(reason: isAnnounced ? "the server is shutting down" : reason, isAnnounced: isAnnounced)
        }
      }
    } catch {
      removeSocket(id)
      var end = End(reason: "\(error)")
      if case .refused(_, let seconds?) = error { end.retryAfter = .seconds(min(seconds, 3 * 86_400)) }
      return end
    }
  }

  func open(_ id: Int, deliver: @escaping Deliver) async throws(WebSocketConnectError) -> Socket {
    do { try await settings.gate.enter() } catch { throw .cancelled }
    let connection = try await settings.client.connect(to: settings.url) { _ in
      StreamHandler(stream: self, socket: id, deliver: deliver)
    }
    return Socket(id: id, connection: connection, openedAt: settings.time.now())
  }

  /// A socket that is about to be opened.
  func addSocket(_ change: (inout State, Int) -> Void) -> Int {
    // Connections that began together don't end together.
    let ageMax = settings.ageMax * (0.9 + 0.1 * settings.random())
    return state.withLock { state in
      state.lastSocket += 1
      var streams = StreamSet()
      for stream in state.wanted { streams.want(stream) }
      state.sockets[state.lastSocket] = SocketState(streams: streams, ageMax: ageMax)
      change(&state, state.lastSocket)
      return state.lastSocket
    }
  }

  /// A socket has ended.
  func noteEnd(of id: Int) {
    state.withLock { $0.sockets[id]?.isEnded = true }
  }

  @discardableResult
  func removeSocket(_ id: Int) -> SocketState? {
    state.withLock { $0.sockets.removeValue(forKey: id) }
  }

  func goDown(_ reason: String, deliver: Deliver) {
    let pairs = state.withLock { state in
      state.isUp = false
      state.down = reason
      return state.pairs
    }
    guard !Task.isCancelled else { return }
    deliver(.disconnected(pairs, reason: reason))
  }
}

/// Hands what arrives on one socket to its supervisor.
private struct StreamHandler: WebSocketHandler {
  let stream: StreamConnection
  let socket: Int
  let deliver: StreamConnection.Deliver

  func received(text: ByteBuffer) {
    stream.received(text, on: socket, deliver: deliver)
  }

  func ended(_ end: WebSocketEnd) {
    stream.noteEnd(of: socket)
  }
}
