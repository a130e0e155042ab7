// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// Answers requests by REST and by the WebSocket API: one market, and one budget per address.
struct RestDesk: Sendable {
  let routes: MarketRoutes
  let limits: RequestLimits
  let faults: RequestFaults

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
    if let status = faults.take() { return .failed(status) }
    if Self.retired.contains(call.path) { return .gone }
    guard let route = MarketRoutes.Route(rawValue: call.path) else { return .notFound }
    guard call.method == "GET" || call.method == "HEAD" else { return .methodNotAllowed("GET, HEAD") }
    guard let unit = VenueTimeUnit(word: call.timeUnit) else { return RestAnswer(.badTimeUnit) }
    let weighed = routes.answer(route, call.query, MarketRoutes.Context(now: call.now, unit: unit))
    let verdict = limits.spend(weighed.weight, of: call.address, at: call.wall)
    var answer = weighed.answer
    if let (refusal, retryAt) = verdict.refusal(at: call.wall) {
      answer = RestAnswer(refusal)
      let seconds = max(1, (retryAt.milliseconds(since: call.wall) + 999) / 1000)
      answer.headers.append(.init(name: "Retry-After", value: String(seconds)))
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
  /// What the venue says when it fails.
  fileprivate static func failed(_ status: Int) -> RestAnswer {
    RestAnswer(
      RestRefusal(
        status: status, code: -1000, message: "Unknown error, please check your request or try again later."))
  }

  /// What the venue says of a path that it has given up.
  fileprivate static let gone: RestAnswer = {
    var answer = RestAnswer(bytes: Array("<html><body><h2>410 Gone</h2></body></html>".utf8))
    answer.status = 410
    answer.contentType = "text/html"
    return answer
  }()
}
