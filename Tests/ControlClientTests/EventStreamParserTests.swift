// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing

@testable import ControlClient

@Suite struct `Server-sent events are read` {
  private static let text =
    ": hello\n\nid: 7\nevent: trade.opened\ndata: {\"id\":1}\n\nid:8\r\nevent: log\r\ndata: {\"a\":\r\ndata: 2}\r\n\r\n"
    + "data: plain text\n\nevent: empty\n\nretry: 10\nid: 9\nevent: log\ndata: null"
  private static let events = [
    ServerEvent(id: "7", kind: "trade.opened", data: ["id": 1]), ServerEvent(id: "8", kind: "log", data: ["a": 2]),
    ServerEvent(id: "8", kind: "message", data: "plain text"),
  ]

  @Test(arguments: [1, 2, 3, 7, 1000])
  func `however the bytes are cut, and only whole ones`(size: Int) {
    var parser = EventStreamParser()
    let bytes = Array(Self.text.utf8)
    let events = stride(from: 0, to: bytes.count, by: size).flatMap { start in
      parser.feed(bytes[start..<min(start + size, bytes.count)])
    }
    #expect(events == Self.events)
  }

  @Test(arguments: [
    (
      ServerEvent(id: "1", kind: "bot.state", data: ["name": "x", "state": "RUNNING", "phase": "running"]),
      "bot.state  x  RUNNING running"
    ),
    (
      ServerEvent(
        id: "1", kind: "log",
        data: ["bot": "x", "time": "2026-11-20T23:42:59.123Z", "level": "info", "message": "m\u{1B}"]),
      "23:42:59  log  x  info m\u{FFFD}"
    ),
    (ServerEvent(id: "1", kind: "new.thing", data: ["a": 1]), "new.thing  {\"a\":1}"),
    (
      ServerEvent(
        id: "1", kind: "order.filled",
        data: ["bot": "x", "order_id": 2, "price": "9.5", "amount": "3", "fee": "0.1", "time": "2026-11-20T23:42:59Z"]
      ),
      "23:42:59  order.filled  x  order 2: 3 at 9.5, fee 0.1"
    ),
    (
      ServerEvent(
        id: "1", kind: "trade.opened",
        data: ["bot": "x", "id": 4, "pair": "A/B", "closed_at": nil, "opened_at": "2026-11-20T23:42:59.1Z"]),
      "23:42:59  trade.opened  x  4 A/B"
    ),
  ])
  func `an event is a line`(event: ServerEvent, line: String) {
    #expect(EventLine.text(event, isColoured: false) == line)
  }
}
