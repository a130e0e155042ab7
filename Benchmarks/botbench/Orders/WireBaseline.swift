// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import Synchronization
import WebSockets

/// What a WebSocket to the same venue takes for a request that says nothing.
struct WireBaseline {
  /// Nanoseconds to the venue, and there and back.
  var oneWay: [Int64] = []
  var roundTrip: [Int64] = []

  /// Asks so often, with a pause between.
  static func measure(_ count: Int) async throws -> WireBaseline {
    let venue = OrderVenue(assets: [])
    var baseline = WireBaseline()
    try await venue.serving { port in
      guard let url = WebSocketURL("ws://127.0.0.1:\(port)/ws-api/v3") else { return }
      let answers = Answers()
      let client = WebSocketClient(group: NIOSingletons.posixEventLoopGroup)
      let connection = try await client.connect(to: url) { _ in Reader(answers: answers) }
      for _ in 0..<count {
        let start = ContinuousClock.now
        connection.send(text: #"{"id":1,"method":"ping"}"#)
        let number = baseline.roundTrip.count + 1
        while answers.times.withLock({ $0.count }) < number { try await Task.sleep(for: .milliseconds(2)) }
        baseline.roundTrip.append((answers.times.withLock { $0[number - 1] } - start).nanoseconds)
        baseline.oneWay.append((venue.pings[number - 1] - start).nanoseconds)
        try await Task.sleep(for: .milliseconds(5))
      }
      connection.close()
    }
    return baseline
  }

  private final class Answers: Sendable {
    let times = Mutex<[ContinuousClock.Instant]>([])
  }

  private struct Reader: WebSocketHandler {
    let answers: Answers

    func received(text: ByteBuffer) { answers.times.withLock { $0.append(ContinuousClock.now) } }

    func ended(_ end: WebSocketEnd) {}
  }
}
