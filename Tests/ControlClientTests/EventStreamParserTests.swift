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
  ])
  func `an event is a line`(event: ServerEvent, line: String) {
    #expect(EventLine.text(event, isColoured: false) == line)
  }
}
