// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import MarketData
import NIOCore
import Ports
import Synchronization
import TradingModel
import WebSockets

/// One supervised connection for market streams: reconnects for ever, subscribes anew, and notices silence.
final class StreamConnection: Sendable {
  /// What stays the same for all connections of a venue.
  struct Settings: Sendable {
    let url: WebSocketURL
    let client: WebSocketClient
    let clock: any VenueClock
    let time: MonotonicTime
    let random: @Sendable () -> Double
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

  private struct State {
    var symbols = SymbolTable()
    var streams = StreamSet()
    var silence = SilenceWatch()
    /// How many candle frames came of each pair.
    var frames: [Pair: Int] = [:]
    /// Everything that is wanted comes.
    var isUp = false
    /// Why nothing comes; nil also before the first attempt.
    var down: String?
    var isShutdownAnnounced = false
  }

  private let settings: Settings
  private let state = Mutex(State())

  init(_ settings: Settings) {
    self.settings = settings
  }

  /// Asks for a stream; see ``MarketDataSource/subscribe(_:)``.
  func subscribe(_ stream: MarketStream) -> String? {
    state.withLock { state in
      state.symbols.insert(stream.pair)
      state.streams.want(stream)
      return state.isUp ? nil : state.down
    }
  }

  func unsubscribe(_ stream: MarketStream) {
    state.withLock { $0.streams.unwant(stream) }
  }

  /// Keeps the connection up until the task is cancelled.
  func run(deliver: @escaping Deliver) async {
    var backoff = Backoff(random: settings.random)
    while !Task.isCancelled {
      let startedAt = settings.time.now()
      let end = await connectOnce(deliver: deliver)
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

  private func connectOnce(deliver: @escaping Deliver) async -> End {
    state.withLock { state in
      state.streams.startOver()
      state.silence.startOver()
      state.isShutdownAnnounced = false
    }
    do {
      let connection = try await settings.client.connect(to: settings.url) { connection in
        StreamHandler(stream: self, connection: connection, deliver: deliver)
      }
      let reason = await supervise(connection, deliver: deliver)
      let isAnnounced = state.withLock { $0.isShutdownAnnounced }
      return End(reason: isAnnounced ? "the server is shutting down" : reason, isAnnounced: isAnnounced)
    } catch {
      var end = End(reason: "\(error)")
      if case .refused(_, let seconds?) = error { end.retryAfter = .seconds(min(seconds, 3 * 86_400)) }
      return end
    }
  }

  private func goDown(_ reason: String, deliver: Deliver) {
    let pairs = state.withLock { state in
      state.isUp = false
      state.down = reason
      return state.streams.pairs
    }
    guard !Task.isCancelled else { return }
    deliver(.disconnected(pairs, reason: reason))
  }

  // MARK: While connected

  private enum Supervised {
    case ended(WebSocketEnd)
    case givenUp(reason: String?)
  }

  /// Looks after a connection until it ends; answers why it did.
  private func supervise(_ connection: WebSocketConnection, deliver: @escaping Deliver) async -> String {
    await withTaskCancellationHandler {
      await withTaskGroup(of: Supervised.self) { group in
        group.addTask { .ended(await connection.waitForEnd()) }
        group.addTask { .givenUp(reason: await self.tend(connection, deliver: deliver)) }
        var reason: String?
        for await outcome in group {
          switch outcome {
          case .ended(let end): reason = reason ?? end.description
          case .givenUp(let ours): reason = ours ?? reason
          }
          connection.drop()
          group.cancelAll()
        }
        return reason ?? "ended"
      }
    } onCancel: {
      connection.drop()
    }
  }

  /// Sends what is to be sent and watches for silence; answers why the connection is no good any more, or nil where the
  /// task was cancelled.
  private func tend(_ connection: WebSocketConnection, deliver: Deliver) async -> String? {
    var controlAt: ContinuousClock.Instant?
    var lookedAt = settings.time.now()
    while !Task.isCancelled {
      let now = settings.time.now()
      if controlAt.map({ $0.duration(to: now) >= Self.controlInterval }) ?? true,
        let message = state.withLock({ $0.streams.nextMessage() })
      {
        controlAt = now
        connection.send(text: message.text)
      }
      announceIfUp(deliver)
      if let controlAt, controlAt.duration(to: now) >= Self.answerTimeout, !state.withLock({ $0.isUp }) {
        return "no answer to a subscription within \(Self.answerTimeout)"
      }
      if lookedAt.duration(to: now) >= .seconds(1) {
        let silent = silentPairs(after: lookedAt.duration(to: now))
        lookedAt = now
        if !silent.isEmpty { return "no candles of \(silent.map(\.description).joined(separator: ", "))" }
      }
      guard (try? await settings.time.sleep(Self.tick)) != nil else { return nil }
    }
    return nil
  }

  private func announceIfUp(_ deliver: Deliver) {
    let pairs: [Pair]? = state.withLock { state in
      guard !state.isUp, state.streams.isSettled else { return nil }
      state.isUp = true
      state.down = nil
      return state.streams.pairs
    }
    if let pairs { deliver(.connected(pairs)) }
  }

  private func silentPairs(after elapsed: Duration) -> [Pair] {
    let rate = settings.clock.rate
    return state.withLock { state in
      state.silence.advance(
        by: elapsed, rate: rate, frames: state.frames, timeframes: state.streams.shortestTimeframes)
    }
  }

  // MARK: What arrives

  /// Takes a frame, on the event loop of its connection.
  func received(_ text: ByteBuffer, on connection: WebSocketConnection, deliver: Deliver) {
    let receivedAt = settings.time.now()
    do {
      let message = try state.withLock { (state) throws(WireError) in
        let message = try StreamMessage.decode(text.readableBytesSpan, symbols: state.symbols)
        if case .candle(let update) = message { state.frames[update.key.pair, default: 0] &+= 1 }
        return message
      }
      take(message, receivedAt: receivedAt, on: connection, deliver: deliver)
    } catch {
      deliver(.rejected("\(error)"))
    }
  }

  private func take(
    _ message: StreamMessage, receivedAt: ContinuousClock.Instant, on connection: WebSocketConnection, deliver: Deliver
  ) {
    switch message {
    case .candle(let update):
      settings.noteTime?(update.eventTime)
      deliver(.candle(update.key, update.candle, isClosed: update.isClosed, receivedAt: receivedAt))
    case .trade(let pair, let trade, let eventTime):
      settings.noteTime?(eventTime)
      deliver(.trade(pair, trade))
    case .quote(let pair, let quote): deliver(.quote(pair, quote))
    case .serverShutdown:
      state.withLock { $0.isShutdownAnnounced = true }
      connection.close()
    case .reply(let reply):
      if let id = reply.id { state.withLock { $0.streams.answered(id) } }
      announceIfUp(deliver)
      if let refusal = reply.refusal { deliver(.rejected("control message refused: \(refusal)")) }
    case .other(let event): deliver(.rejected("the event '\(event)' was not asked for"))
    }
  }
}

/// Hands what arrives on one socket to its supervisor.
private struct StreamHandler: WebSocketHandler {
  let stream: StreamConnection
  let connection: WebSocketConnection
  let deliver: StreamConnection.Deliver

  func received(text: ByteBuffer) {
    stream.received(text, on: connection, deliver: deliver)
  }

  func ended(_ end: WebSocketEnd) {}
}
