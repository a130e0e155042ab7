// SPDX-License-Identifier: Apache-2.0

import Documents
import NIOCore
import TradingModel
import WebSockets

/// One client's stream connection: answers its control messages. Data is sent by the ``VenuePacer``.
struct StreamSession: WebSocketHandler {
  private let connection: WebSocketConnection
  private let board: StreamBoard
  private let life: ConnectionLife
  private var recent: [ContinuousClock.Instant] = []

  /// How many messages a client may send in a second.
  private static let messagesPerSecond = 5

  init(
    connection: WebSocketConnection, board: StreamBoard, life: ConnectionLife, admission: StreamAdmission, now: Instant
  ) {
    self.connection = connection
    self.board = board
    self.life = life
    board.join(connection, admission)
    life.join(connection, at: ContinuousClock.now, venueTime: now)
  }

  mutating func received(text: ByteBuffer) {
    guard isWithinLimit() else { return }
    let request = ControlRequest(Array(text.readableBytesView))
    var answer = JSONWriter()
    answer.beginObject()
    do throws(ControlRefusal) {
      let result = try board.apply(try request.message.get(), of: connection)
      answer.key("result")
      Self.write(result, &answer)
    } catch {
      answer.key("code")
      answer.number(error.code)
      answer.key("msg")
      answer.string(error.message)
    }
    answer.key("id")
    answer.node(request.id)
    answer.endObject()
    connection.send(text: ByteBuffer(bytes: answer.bytes))
  }

  mutating func received(ping: ByteBuffer) { _ = isWithinLimit() }

  mutating func received(pong: ByteBuffer) {
    guard pong.readableBytes > 0, isWithinLimit() else { return }
    life.note(connection, at: ContinuousClock.now)
  }

  mutating func ended(_ end: WebSocketEnd) {
    board.leave(connection)
    life.leave(connection)
  }

  /// Counts a message; too many in a second end the connection.
  private mutating func isWithinLimit() -> Bool {
    let now = ContinuousClock.now
    recent.removeAll { now - $0 > .seconds(1) }
    recent.append(now)
    guard recent.count > Self.messagesPerSecond else { return true }
    connection.close(.policyViolation, reason: "Too many requests")
    return false
  }

  private static func write(_ result: ControlResult, _ answer: inout JSONWriter) {
    switch result {
    case .done: answer.null()
    case .flag(let flag): answer.bool(flag)
    case .names(let names):
      answer.beginArray()
      for name in names { answer.string(name) }
      answer.endArray()
    }
  }
}
