// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Logging
import Ports
import Synchronization
import TradingModel
import WebSockets

// Connects, logs on, subscribes, and looks after the connection until it ends; then again, for ever.

extension ApiConnection {
  /// How a connection ended, or why none came about.
  private struct End {
    let reason: String
    var wasUp = false
    /// A new one may be opened at once.
    var isPlanned = false
    var retryAfter: Duration?
  }

  /// Keeps the connection up until the task is cancelled.
  func run(_ sink: any AccountSink) async {
    var backoff = Backoff(random: settings.random)
    while !Task.isCancelled {
      let startedAt = settings.time.now()
      let end = await connectAndStay(sink)
      guard !Task.isCancelled else { return }
      if !end.wasUp { sink.offer(.disconnected(reason: end.reason)) }
      settings.log.warning(
        "the account's stream is down",
        metadata: ["account": "\(settings.signer.account)", "reason": "\(end.reason)"])
      if startedAt.duration(to: settings.time.now()) >= Self.stableTime { backoff.reset() }
      // A venue that says of every new connection that it is going is not obeyed without pause.
      let isImmediate = end.isPlanned && backoff.isAtBeginning
      let delay = max(backoff.next(), end.retryAfter ?? .zero)
      guard !isImmediate else { continue }
      guard (try? await settings.time.sleep(delay)) != nil else { return }
    }
  }

  private func connectAndStay(_ sink: any AccountSink) async -> End {
    do {
      try await settings.directory.load(for: state.withLock { $0.strangeSymbols })
    } catch {
      return End(reason: "the venue's list of pairs: \(error)")
    }
    let socket = state.withLock { state in
      state.socket += 1
      state.reason = nil
      state.isShutdownAnnounced = false
      state.wasUp = false
      return state.socket
    }
    let connection: WebSocketConnection
    do {
      connection = try await connect(socket, sink)
    } catch {
      var end = End(reason: "\(error)")
      if case .refused(_, let seconds?) = error { end.retryAfter = .seconds(min(seconds, 3 * 86_400)) }
      return end
    }
    return await withTaskCancellationHandler {
      await stay(on: connection, socket, sink)
    } onCancel: {
      connection.drop()
    }
  }

  private func connect(
    _ socket: Int, _ sink: any AccountSink
  ) async throws(WebSocketConnectError) -> WebSocketConnection {
    do { try await settings.rest.connections.enter() } catch { throw .cancelled }
    // Opening one costs weight like a request.
    guard let ticket = await settings.rest.gate.enter(.account, weight: 2, needsPlace: false, patience: .seconds(120))
    else { throw Task.isCancelled ? .cancelled : .unreachable("the request budget leaves no room") }
    defer { settings.rest.gate.leave(ticket, used: nil) }
    return try await settings.client.connect(to: settings.rest.endpoints.webSocketAPI) { connection in
      self.state.withLock { state in
        guard state.socket == socket else { return }
        state.connection = connection
        state.phase = .opening
      }
      return ApiHandler(api: self, socket: socket, sink: sink)
    }
  }

  // MARK: While connected

  private enum Step {
    case subscribed
    case ended
    /// It is time for another connection.
    case due
  }

  private func stay(on connection: WebSocketConnection, _ socket: Int, _ sink: any AccountSink) async -> End {
    let isDue = await withTaskGroup(of: Step.self) { group in
      group.addTask {
        _ = await connection.waitForEnd()
        return .ended
      }
      group.addTask { await self.establish(socket, sink) }
      group.addTask { await self.watch(socket) }
      var isDue = false
      for await step in group where step != .subscribed {
        isDue = isDue || step == .due
        connection.drop()
        group.cancelAll()
      }
      return isDue
    }
    return state.withLock { state in
      End(
        reason: state.reason ?? "ended", wasUp: state.wasUp, isPlanned: isDue || state.isShutdownAnnounced)
    }
  }

  /// Logs on where the key can, and subscribes. Everything is up from the moment in which the subscription is
  /// acknowledged.
  private func establish(_ socket: Int, _ sink: any AccountSink) async -> Step {
    let canLogOn = settings.signer.canLogOn
    if canLogOn {
      guard await carryOut(.logon, .own, on: socket, done: {}) else { return .ended }
    }
    let isSubscribed = await carryOut(
      canLogOn ? .subscription : .signedSubscription, canLogOn ? .bare : .own, on: socket
    ) {
      let isNews = self.state.withLock { state in
        guard state.socket == socket, state.phase == .opening else { return false }
        state.phase = .up
        state.wasUp = true
        return true
      }
      if isNews { sink.offer(.connected) }
    }
    return isSubscribed ? .subscribed : .ended
  }

  /// Asks for something without which the connection is of no use.
  ///
  /// - Parameter done: called on the event loop, before anything that comes after the answer.
  private func carryOut(
    _ request: AccountRequest, _ signing: Signing, on socket: Int, done: @escaping @Sendable () -> Void
  ) async -> Bool {
    let gate = settings.rest.gate
    for isLast in [false, true] {
      guard let ticket = await gate.enter(.account, weight: request.weight, needsPlace: false, patience: .seconds(60))
      else { break }
      let reply = await withCheckedContinuation { continuation in
        let sent = send(
          request, id: nextID(), signing: signing, in: .opening, ticket: ticket, mayGo: { nil },
          complete: { reply in
            if case .answered(let answer) = reply, answer.status == 200 { done() }
            continuation.resume(returning: reply)
          })
        guard !sent else { return }
        gate.leave(ticket, used: nil)
        continuation.resume(returning: .notSent("the connection is gone"))
      }
      switch reply {
      case .answered(let answer) where answer.status == 200: return true
      case .answered(let answer) where VerdictTable.isWrongTime(answer.error) && !isLast:
        await settings.correction.correct()
      case .answered(let answer):
        giveUp(socket, "\(request.method ?? "") refused: \(answer.words)")
        return false
      case .notSent(let reason), .lost(let reason):
        giveUp(socket, "\(request.method ?? ""): \(reason)")
        return false
      }
    }
    giveUp(socket, "\(request.method ?? "") could not be asked")
    return false
  }

  /// Looks after requests without an answer, and for the time of a successor.
  private func watch(_ socket: Int) async -> Step {
    // Connections that began together don't end together.
    let ageMax = Self.ageMax * (0.9 + 0.1 * settings.random())
    let openedAt = settings.time.now()
    while !Task.isCancelled {
      settleLate(on: socket)
      let isDue = state.withLock { $0.isShutdownAnnounced } || openedAt.duration(to: settings.time.now()) >= ageMax
      if isDue {
        await drain(socket)
        return .due
      }
      guard (try? await settings.time.sleep(Self.tick)) != nil else { break }
    }
    return .ended
  }

  /// Lets what is under way be answered; nothing new is sent.
  private func drain(_ socket: Int) async {
    let deadline = settings.time.now() + Self.drainTime
    state.withLock { state in
      guard state.socket == socket else { return }
      if state.phase == .up { state.phase = .draining }
      state.reason = state.reason ?? (state.isShutdownAnnounced ? nil : "replaced before the venue ends it")
    }
    while !Task.isCancelled, settings.time.now() < deadline, state.withLock({ !$0.pending.isEmpty }) {
      guard (try? await settings.time.sleep(.milliseconds(50))) != nil else { return }
    }
  }
}
