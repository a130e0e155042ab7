// SPDX-License-Identifier: Apache-2.0
import Logging
import Synchronization
import Testing

@testable import ServerConfiguration

@Suite struct `The log for machines` {
  private final class Lines: Sendable {
    let all = Mutex<[String]>([])
  }

  @Test func `is an object per line, from a level on`() {
    let lines = Lines()
    var logger = Logger(label: "botyard.test") { label in
      JSONLogHandler(label: label, logLevel: .info, time: { "2026-11-20T23:10:36.000Z" }) { line in
        lines.all.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
      }
    }
    logger[metadataKey: "bot"] = "first"
    logger.debug("not this")
    logger.info("a \"quoted\"\nmessage", metadata: ["pairs": ["BTC/USDT"], "bot": "second", "at": ["line": "1"]])
    logger[metadataKey: "bot"] = nil
    logger.error("plain")
    let head = #"{"time":"2026-11-20T23:10:36.000Z","level":"#
    #expect(
      lines.all.withLock { $0 } == [
        head + #""info","label":"botyard.test","message":"a \"quoted\"\nmessage","#
          + #""metadata":{"at":{"line":"1"},"bot":"second","pairs":["BTC/USDT"]}}"# + "\n",
        head + #""error","label":"botyard.test","message":"plain"}"# + "\n",
      ])
  }
}
