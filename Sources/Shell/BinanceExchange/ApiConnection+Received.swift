// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Logging
import NIOCore
import Ports
import Synchronization
import TradingModel
import WebSockets

// What arrives, on the event loop of the socket, in order.

extension ApiConnection {
  /// Something came, whatever it was.
  func heard(on socket: Int) {
    let now = settings.time.now()
    state.withLock { if $0.socket == socket { $0.heardAt = now } }
  }

  /// Takes a frame.
  func received(_ text: ByteBuffer, on socket: Int, sink: any AccountSink) {
    do {
      switch try ApiFrame.decode(text.readableBytesSpan) {
      case .answer(let answer): take(answer, text, on: socket)
      case .event(let event, _):
        // What comes before the subscription is acknowledged belongs to none.
        guard state.withLock({ $0.socket == socket && ($0.phase == .up || $0.phase == .draining) })
        else { return noteShutdown(event) }
        try take(event, on: socket, sink: sink)
      }
    } catch {
      // Something happened on the account that can't be read: only asking anew tells what.
      giveUp(socket, "a message can't be read: \(error)")
    }
  }

  private func noteShutdown(_ event: UserEvent) {
    if case .serverShutdown = event { state.withLock { $0.isShutdownAnnounced = true } }
  }

  // MARK: Answers

  private func take(_ answer: ApiAnswer, _ text: ByteBuffer, on socket: Int) {
    settings.noteLimits(answer.limits)
    if answer.status == 429 || answer.status == 418, answer.error?.code != -1015 { block(answer) }
    guard let id = answer.id else {
      return giveUp(socket, "the venue refuses the connection: \(answer.error.map { "\($0)" } ?? "no reason")")
    }
    let used = answer.limits.first { $0.kind == "REQUEST_WEIGHT" && $0.seconds == 60 }?.count
    let reply = VenueAnswer(status: answer.status, error: answer.error, body: text, place: .result)
    settle(id, .answered(reply), used: used.flatMap { Int(exactly: $0) })
  }

  /// The venue forbids requests until a moment of its clock.
  private func block(_ answer: ApiAnswer) {
    let now = answer.serverTime ?? settings.clock.venueTime()
    let milliseconds = answer.retryAt.map { $0.milliseconds(since: now) }
    let seconds = milliseconds.map { String(max(1, ($0 + 999) / 1000)) }
    guard let duration = BinanceREST.forbidden(answer.status, retryAfter: seconds) else { return }
    settings.rest.gate.block(for: duration, status: answer.status)
  }

  // MARK: Events

  private func take(_ event: UserEvent, on socket: Int, sink: any AccountSink) throws(WireError) {
    switch event {
    case .execution(let report): try take(report, on: socket, sink: sink)
    case .position(let balances, let time): sink.offer(.balances([Asset: Balance](balances), at: time))
    case .balance(let asset, let delta, let time):
      if let asset = Asset(asset) { sink.offer(.moved(asset, by: delta, at: time)) }
    case .externalLock(let asset, _, let time):
      // Nothing came or went, but what is free is another than before.
      if let asset = Asset(asset) { sink.offer(.moved(asset, by: .zero, at: time)) }
    case .list: break
    case .terminated: giveUp(socket, "the venue ended the subscription")
    case .serverShutdown: state.withLock { $0.isShutdownAnnounced = true }
    case .other(let name):
      settings.log.notice("an event of the account is not known here", metadata: ["event": "\(name)"])
    }
  }

  private func take(_ report: ExecutionReport, on socket: Int, sink: any AccountSink) throws(WireError) {
    switch settings.directory.find(report.symbol) {
    case .pair(let pair):
      sink.offer(.order(VenueOrderState(report, pair: pair), fill: try VenueFill(report, pair: pair)))
    case .unlisted: break
    case .unknown:
      state.withLock { _ = $0.strangeSymbols.insert(report.symbol) }
      giveUp(socket, "an order of the symbol \(report.symbol), which is not known yet")
    }
  }

  // MARK: The end

  /// The connection is of no use any more; it is down from now on.
  func giveUp(_ socket: Int, _ reason: String) {
    let connection = state.withLock { state in
      guard state.socket == socket else { return WebSocketConnection?.none }
      state.reason = state.reason ?? reason
      return state.connection
    }
    connection?.drop()
  }

  /// The socket has ended: what was under way on it is lost.
  func ended(_ end: WebSocketEnd, socket: Int, sink: any AccountSink) {
    let (wasUp, reason, lost) = state.withLock { state in
      let lost = state.pending.filter { $0.value.socket == socket }.map(\.key)
      guard state.socket == socket else { return (false, "", lost) }
      let wasUp = state.phase == .up || state.phase == .draining
      let reason = state.reason ?? (state.isShutdownAnnounced ? "the server is shutting down" : end.description)
      state.reason = reason
      state.phase = .down
      state.connection = nil
      return (wasUp, reason, lost)
    }
    for id in lost { settle(id, .lost("the connection ended: \(end)")) }
    if wasUp { sink.offer(.disconnected(reason: reason)) }
  }
}

/// Hands what arrives on one socket to its connection.
struct ApiHandler: WebSocketHandler {
  let api: ApiConnection
  let socket: Int
  let sink: any AccountSink

  func received(text: ByteBuffer) {
    api.heard(on: socket)
    api.received(text, on: socket, sink: sink)
  }

  func received(ping: ByteBuffer) { api.heard(on: socket) }

  func received(pong: ByteBuffer) { api.heard(on: socket) }

  func ended(_ end: WebSocketEnd) {
    api.ended(end, socket: socket, sink: sink)
  }
}
