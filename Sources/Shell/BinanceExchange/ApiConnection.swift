// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Logging
import NIOCore
import Ports
import Synchronization
import TradingModel
import WebSockets

/// One account's connection to the WebSocket API: requests with their answers, and what happens on the account.
///
/// It reconnects for ever, and every time it subscribes anew before anything counts as up. A request that is under way
/// when the connection goes is lost: nobody knows what became of it.
final class ApiConnection: Sendable {
  struct Settings: Sendable {
    let rest: BinanceREST
    let signer: Signer
    let clock: any SigningClock
    let correction: ClockCorrection
    let directory: PairDirectory
    /// Is told how many orders the venue counts.
    let noteLimits: @Sendable ([LimitUse]) -> Void
    let client: WebSocketClient
    let time: MonotonicTime
    let random: @Sendable () -> Double
    let log: Logger
  }

  /// Between two looks at what is to be done.
  static let tick = Duration.milliseconds(250)
  /// How long the venue may take to answer: it gives up itself after ten seconds.
  static let answerTimeout = Duration.seconds(11)
  /// How many requests may be under way.
  static let underWayMax = 512
  /// At what age a connection is replaced at the latest: the venue cuts it at 24 hours.
  static let ageMax = Duration.seconds(23 * 3600)
  /// How long requests that are under way may take to be answered before a connection is replaced.
  static let drainTime = Duration.seconds(2)
  /// After so long a connection counts as good, and the next attempts begin with short delays again.
  static let stableTime = Duration.seconds(60)

  enum Phase {
    case down
    /// Connected, and not subscribed yet.
    case opening
    case up
    /// About to be replaced: nothing new is sent.
    case draining
  }

  /// A request that waits for its answer.
  struct Pending {
    let socket: Int
    let ticket: RequestBudget.Ticket
    let sentAt: ContinuousClock.Instant
    /// Called once.
    let complete: @Sendable (VenueReply) -> Void
  }

  struct State {
    var connection: WebSocketConnection?
    var phase = Phase.down
    var socket = 0
    var pending: [Int64: Pending] = [:]
    var lastID: Int64 = 0
    /// Why the connection is to end, where that is ours to say.
    var reason: String?
    /// When anything at all came last, a pong too.
    var heardAt: ContinuousClock.Instant
    var isShutdownAnnounced = false
    /// Whether this connection was up.
    var wasUp = false
    /// Symbols that came and are not known.
    var strangeSymbols: Set<String> = []
  }

  let settings: Settings
  let state: Mutex<State>

  init(_ settings: Settings) {
    self.settings = settings
    state = Mutex(State(heardAt: settings.time.now()))
  }

  /// Whether requests can be sent over it.
  var isUp: Bool { state.withLock { $0.phase == .up } }

  // MARK: Asking

  /// How a request is stamped and signed.
  enum Signing {
    /// By itself: any key, any connection.
    case own
    /// By the connection that is logged on; only stamped.
    case session
    /// Not at all.
    case bare
  }

  /// Asks, and waits for the answer.
  ///
  /// - Parameters:
  ///   - ticket: the leave of the request budget; it ends here.
  ///   - mayGo: asked last, when the bytes are ready; a sentence keeps them back.
  /// - Returns: nil where the connection takes no request: nothing was sent then, and the ticket still stands.
  func ask(
    _ request: AccountRequest, ticket: RequestBudget.Ticket, mayGo: @escaping @Sendable () -> String?
  ) async -> VenueReply? {
    let id = nextID()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let signing = settings.signer.canLogOn ? Signing.session : .own
        let sent = send(request, id: id, signing: signing, in: .up, ticket: ticket, mayGo: mayGo) {
          continuation.resume(returning: $0)
        }
        guard sent else { return continuation.resume(returning: nil) }
        if Task.isCancelled { settle(id, .lost("cancelled")) }
      }
    } onCancel: {
      settle(id, .lost("cancelled"))
    }
  }

  func nextID() -> Int64 {
    state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
  }

  /// The last function before the bytes leave. Answers false, and completes nothing, where the connection takes none.
  func send(
    _ request: AccountRequest, id: Int64, signing: Signing, in phase: Phase, ticket: RequestBudget.Ticket,
    mayGo: () -> String?, complete: @escaping @Sendable (VenueReply) -> Void
  ) -> Bool {
    let now = settings.time.now()
    let connection: WebSocketConnection? = state.withLock { state in
      guard state.phase == phase, let connection = state.connection, state.pending.count < Self.underWayMax else {
        return nil
      }
      state.pending[id] = Pending(socket: state.socket, ticket: ticket, sentAt: now, complete: complete)
      return connection
    }
    guard let connection else { return false }
    guard let frame = try? frame(request, id: id, signing) else {
      settle(id, .notSent("the request can't be signed"))
      return true
    }
    if let reason = mayGo() {
      settle(id, .notSent(reason))
    } else if !connection.send(text: ByteBuffer(bytes: frame)) {
      settle(id, .notSent("the connection takes no more"))
    }
    return true
  }

  private func frame(_ request: AccountRequest, id: Int64, _ signing: Signing) throws(SigningFailure) -> [UInt8] {
    let time = settings.clock.signingTime
    let parameters =
      switch signing {
      case .own: try settings.signer.parameters(request, at: time)
      case .session: settings.signer.sessionParameters(request, at: time)
      case .bare: request.parameters
      }
    guard let frame = request.frame(id: id, parameters: parameters) else { throw SigningFailure() }
    return frame
  }

  /// A request is over; the first who says so is heard.
  func settle(_ id: Int64, _ reply: VenueReply, used: Int? = nil) {
    guard let pending = state.withLock({ $0.pending.removeValue(forKey: id) }) else { return }
    settings.rest.gate.leave(pending.ticket, used: used)
    pending.complete(reply)
  }

  /// Requests that were not answered in time are lost. Where nothing at all came since, the connection is dead.
  func settleLate(on socket: Int) {
    let oldest = settings.time.now() - Self.answerTimeout
    let (late, heardAt) = state.withLock { state in
      (state.pending.filter { $0.value.sentAt <= oldest }, state.heardAt)
    }
    for id in late.keys { settle(id, .lost("no answer within \(Self.answerTimeout)")) }
    if late.values.contains(where: { $0.sentAt > heardAt }) { giveUp(socket, "silent although it stands") }
  }
}

extension SigningClock {
  /// The stamp for a request: a little in the past, for the venue takes what is late sooner than what is early.
  var signingTime: Instant { venueTime().advanced(byMilliseconds: -100) }
}
