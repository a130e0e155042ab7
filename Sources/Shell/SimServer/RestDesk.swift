// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// Answers requests by REST and by the WebSocket API: one market, and one budget per address.
struct RestDesk: Sendable {
  let routes: MarketRoutes
  let limits: RequestLimits
  let faults: FaultBook

  /// A request as it came.
  struct Call {
    let method: String
    /// What follows `/api/v3/`.
    let path: String
    let query: QueryText
    /// The header `X-MBX-TIME-UNIT`.
    let timeUnit: String?
    let address: String
    let now: Instant
    let wall: Instant
  }

  /// Answers a request below `/api/v3/`.
  func answer(_ call: Call) -> RestAnswer {
    if routes.states.isClosed(at: call.now) { return RestAnswer(.failure(503)) }
    if let failure = faults.failure(of: call.path, at: call.now) {
      return .failed(failure.status, retryAfterSeconds: failure.retryAfterSeconds, at: call.wall)
    }
    if Self.retired.contains(call.path) { return .gone }
    guard let route = MarketRoutes.Route(rawValue: call.path) else { return .notFound }
    guard call.method == "GET" || call.method == "HEAD" else { return .methodNotAllowed("GET, HEAD") }
    guard let unit = VenueTimeUnit(word: call.timeUnit) else { return RestAnswer(.badTimeUnit) }
    let weighed = routes.answer(
      route, call.query, MarketRoutes.Context(now: call.now, unit: unit, skew: routes.states.skew(at: call.now)))
    let verdict = limits.spend(weighed.weight, of: call.address, at: call.wall)
    var answer = weighed.answer
    if let (refusal, retryAt) = verdict.refusal {
      answer = .limited(refusal, until: retryAt, at: call.wall)
    }
    if let used = verdict.used {
      answer.headers += [
        .init(name: "X-MBX-USED-WEIGHT", value: String(used)), .init(name: "X-MBX-USED-WEIGHT-1M", value: String(used)),
      ]
    }
    return answer
  }

  /// What the venue no longer has.
  private static let retired: Set<String> = ["userDataStream"]
}

extension RestAnswer {
  /// What the venue says to those who ask too much.
  static func limited(_ refusal: RestRefusal, until retryAt: Instant, at wall: Instant) -> RestAnswer {
    var answer = RestAnswer(refusal)
    let seconds = max(1, (retryAt.milliseconds(since: wall) + 999) / 1000)
    answer.headers.append(.init(name: "Retry-After", value: String(seconds)))
    return answer
  }

  /// What the venue says when it is made to fail.
  fileprivate static func failed(_ status: Int, retryAfterSeconds: Int64, at wall: Instant) -> RestAnswer {
    if let (refusal, retryAt) = RequestLimits.Verdict.made(status, retryAfterSeconds, at: wall)?.refusal {
      return .limited(refusal, until: retryAt, at: wall)
    }
    return RestAnswer(.failure(status))
  }

  /// What the venue says of a path that it has given up.
  fileprivate static let gone: RestAnswer = {
    var answer = RestAnswer(bytes: Array("<html><body><h2>410 Gone</h2></body></html>".utf8))
    answer.status = 410
    answer.contentType = "text/html"
    return answer
  }()
}
