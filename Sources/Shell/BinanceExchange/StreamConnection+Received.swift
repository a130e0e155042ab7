// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import MarketData
import NIOCore
import Ports
import Synchronization
import TradingModel

// What arrives, on the event loop of its socket.

extension StreamConnection {
  /// Takes a frame.
  func received(_ text: ByteBuffer, on socket: Int, deliver: Deliver) {
    let receivedAt = settings.time.now()
    do {
      let message: StreamMessage? = try state.withLock { (state) throws(WireError) in
        let message = try StreamMessage.decode(text.readableBytesSpan, symbols: state.symbols)
        switch message {
        case .reply(let reply): if let id = reply.id { state.sockets[socket]?.streams.answered(id) }
        case .serverShutdown: state.sockets[socket]?.isShutdownAnnounced = true
        default: return state.admits(message, from: socket) ? message : nil
        }
        return message
      }
      if let message { take(message, receivedAt: receivedAt, deliver: deliver) }
    } catch {
      deliver(.rejected("\(error)"))
    }
  }

  private func take(_ message: StreamMessage, receivedAt: ContinuousClock.Instant, deliver: Deliver) {
    switch message {
    case .candle(let update):
      settings.noteTime?(update.eventTime)
      deliver(.candle(update.key, update.candle, isClosed: update.isClosed, receivedAt: receivedAt))
    case .trade(let pair, let trade, let eventTime):
      settings.noteTime?(eventTime)
      deliver(.trade(pair, trade))
    case .quote(let pair, let quote): deliver(.quote(pair, quote))
    case .aggregate(let pair, let trade, let eventTime):
      settings.noteTime?(eventTime)
      deliver(.aggregate(pair, trade))
    case .ticker(let pair, let ticker, let eventTime):
      settings.noteTime?(eventTime)
      deliver(.ticker(pair, ticker))
    case .book(let pair, let change):
      settings.noteTime?(change.time)
      deliver(.book(pair, change))
    case .serverShutdown: break
    case .reply(let reply):
      announceIfUp(deliver)
      if let refusal = reply.refusal { deliver(.rejected("control message refused: \(refusal)")) }
    case .other(let event): deliver(.rejected("the event '\(event)' was not asked for"))
    }
  }

  /// Says that everything comes, once it does.
  func announceIfUp(_ deliver: Deliver) {
    let pairs: [Pair]? = state.withLock { state in
      guard !state.isUp, state.sockets[state.active]?.streams.isSettled == true else { return nil }
      state.isUp = true
      state.down = nil
      return state.pairs
    }
    if let pairs { deliver(.connected(pairs)) }
    let renewed: Set<MarketStream> = state.withLock { state in
      guard state.isUp, !state.silent.isEmpty, state.sockets[state.active]?.streams.isSettled == true else { return [] }
      defer { state.silent = [] }
      return state.silent
    }
    for stream in renewed { deliver(.renewed(stream)) }
  }
}

extension StreamConnection.State {
  /// Whether a message is handed on.
  mutating func admits(_ message: StreamMessage, from socket: Int) -> Bool {
    if handover == nil || handoverEndsAt != nil {
      // One that was closed may have something on its way.
      guard socket == active else { return false }
    }
    guard handover?.admits(message, from: socket) != false else { return false }
    count(message)
    return true
  }
}
