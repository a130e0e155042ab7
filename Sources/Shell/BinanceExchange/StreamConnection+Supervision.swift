// SPDX-License-Identifier: Apache-2.0

import MarketData
import Ports
import Synchronization
import TradingModel
import WebSockets

// While connected: what is to be sent is sent, silence is noticed, and a socket is replaced before it ends.

extension StreamConnection {
  /// What comes after a socket.
  enum Succession {
    case replaced(Socket)
    case ended(String)
  }

  private enum Outcome {
    /// The old socket is over, for a reason that is ours where it is no good any more.
    case ended(WebSocketEnd)
    case givenUp(reason: String)
    /// It is time for a successor.
    case due
    case successor(Socket?)
    case cancelled
  }

  /// Looks after a socket until it ends or another has taken over.
  func supervise(_ socket: Socket, deliver: @escaping Deliver) async -> Succession {
    await withTaskCancellationHandler {
      await withTaskGroup(of: Outcome.self) { group in
        group.addTask { .ended(await socket.connection.waitForEnd()) }
        group.addTask { await self.tend(socket, notBefore: nil, deliver: deliver) }
        var reason: String?
        var isReplacing = false
        for await outcome in group {
          switch outcome {
          case .due:
            isReplacing = true
            group.addTask { .successor(await self.openSuccessor(deliver: deliver)) }
            group.addTask { await self.tend(socket, notBefore: .never, deliver: deliver) }
            continue
          case .successor(let successor?):
            takeOver(successor, from: socket)
            group.cancelAll()
            return .replaced(successor)
          case .successor(nil):
            isReplacing = false
            guard reason == nil else { break }
            let retryAt = settings.time.now() + Self.replacementInterval
            group.addTask { await self.tend(socket, notBefore: .at(retryAt), deliver: deliver) }
            continue
          case .ended(let end): reason = reason ?? end.description
          case .givenUp(let ours): reason = reason ?? ours
          case .cancelled: continue
          }
          socket.connection.drop()
          if isReplacing {
            // Whoever watches learns it now; the successor may be up in a moment.
            loseActive(socket, reason: reason ?? "ended", deliver: deliver)
            continue
          }
          group.cancelAll()
          return .ended(reason ?? "ended")
        }
        return .ended(reason ?? "ended")
      }
    } onCancel: {
      socket.connection.drop()
    }
  }

  // MARK: Tending

  /// From when a successor may be opened.
  enum Replacement: Sendable {
    case at(ContinuousClock.Instant)
    case never
  }

  /// Sends what is to be sent and watches for silence and age.
  private func tend(_ socket: Socket, notBefore: Replacement?, deliver: Deliver) async -> Outcome {
    var lookedAt = settings.time.now()
    while !Task.isCancelled {
      let now = settings.time.now()
      send(on: socket, now: now)
      forgetHandover(now)
      announceIfUp(deliver)
      if isUnanswered(socket, now: now), !state.withLock({ $0.isUp }) {
        return .givenUp(reason: "no answer to a subscription within \(Self.answerTimeout)")
      }
      if lookedAt.duration(to: now) >= .seconds(1) {
        let findings = pass(lookedAt.duration(to: now), on: socket)
        lookedAt = now
        if findings.isDead { return .givenUp(reason: "silent although it stands") }
        for stream in findings.silent { deliver(.silent(stream)) }
      }
      if isDue(socket, notBefore: notBefore, now: now) { return .due }
      guard (try? await settings.time.sleep(Self.tick)) != nil else { break }
    }
    return .cancelled
  }

  private func send(on socket: Socket, now: ContinuousClock.Instant) {
    let message: StreamSet.ControlMessage? = state.withLock { state in
      guard state.sockets[socket.id]?.controlAt.map({ $0.duration(to: now) >= Self.controlInterval }) ?? true,
        let message = state.sockets[socket.id]?.streams.nextMessage()
      else { return nil }
      state.sockets[socket.id]?.controlAt = now
      return message
    }
    if let message { socket.connection.send(text: message.text) }
  }

  private func forgetHandover(_ now: ContinuousClock.Instant) {
    state.withLock { state in
      guard let endsAt = state.handoverEndsAt, endsAt <= now else { return }
      state.handover = nil
      state.handoverEndsAt = nil
    }
  }

  private func isUnanswered(_ socket: Socket, now: ContinuousClock.Instant) -> Bool {
    state.withLock { $0.sockets[socket.id]?.controlAt }.map { $0.duration(to: now) >= Self.answerTimeout } ?? false
  }

  /// Some time went by. Answers what is found silent now; silent streams are asked for anew.
  private func pass(_ elapsed: Duration, on socket: Socket) -> SilenceWatch.Findings {
    let rate = settings.clock.rate
    return state.withLock { state in
      state.sockets[socket.id]?.age += elapsed * max(1, rate)
      let findings = state.silence.advance(
        by: elapsed, rate: rate, frames: state.frames, activity: state.activity, wanted: state.wanted)
      guard !findings.isDead else { return findings }
      state.sockets[socket.id]?.streams.renew(findings.silent)
      state.silent.formUnion(findings.silent)
      return findings
    }
  }

  private func isDue(_ socket: Socket, notBefore: Replacement?, now: ContinuousClock.Instant) -> Bool {
    switch notBefore {
    case .never: return false
    case .at(let instant) where now < instant: return false
    case .at, nil: break
    }
    let (known, isFirst) = state.withLock { ($0.sockets[socket.id], $0.first == socket.id) }
    guard let known else { return false }
    let isOldEnough = socket.openedAt.duration(to: now) >= Self.replacementInterval
    // A venue that says of every new socket that it is going is not obeyed without pause.
    if known.isShutdownAnnounced { return isFirst || isOldEnough }
    return isOldEnough && known.age >= known.ageMax
  }

  // MARK: Succession

  /// Opens a socket beside the one that stands, and answers it once it has everything and brings something; nil where
  /// that failed.
  private func openSuccessor(deliver: @escaping Deliver) async -> Socket? {
    let id = addSocket { state, id in
      state.handover = StreamHandover(successor: id)
      state.handoverEndsAt = nil
    }
    if let socket = try? await open(id, deliver: deliver) {
      if await prepare(socket) { return socket }
      socket.connection.drop()
    }
    state.withLock { state in
      state.sockets[id] = nil
      state.handover = nil
    }
    return nil
  }

  /// Subscribes a successor to everything; answers whether it is fit to take over.
  private func prepare(_ socket: Socket) async -> Bool {
    var settledAt: ContinuousClock.Instant?
    while !Task.isCancelled, state.withLock({ $0.sockets[socket.id]?.isEnded == false }) {
      let now = settings.time.now()
      send(on: socket, now: now)
      let (isSettled, isDelivering) = state.withLock { state in
        (state.sockets[socket.id]?.streams.isSettled == true, state.handover?.isDelivering == true)
      }
      if isSettled {
        let since = settledAt ?? now
        settledAt = since
        if isDelivering || since.duration(to: now) >= Self.deliveryPatience { return true }
      } else if isUnanswered(socket, now: now) {
        return false
      }
      guard (try? await settings.time.sleep(Self.tick)) != nil else { break }
    }
    return false
  }

  /// The successor is handed on from now on, and the old socket is closed.
  private func takeOver(_ successor: Socket, from old: Socket) {
    let now = settings.time.now()
    state.withLock { state in
      state.active = successor.id
      state.handoverEndsAt = now + Self.handoverMemory
      state.sockets[old.id] = nil
    }
    old.connection.close()
  }

  /// The old socket is gone before its successor was up.
  private func loseActive(_ socket: Socket, reason: String, deliver: Deliver) {
    let isNews = state.withLock { state in
      let isNews = state.active == socket.id
      if let successor = state.handover?.successor { state.active = successor }
      return isNews
    }
    if isNews { goDown(reason, deliver: deliver) }
  }
}
