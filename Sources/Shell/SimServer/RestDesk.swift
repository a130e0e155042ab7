// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import TradingModel

/// Answers requests by REST and by the WebSocket API: one market, one budget per address, and the accounts' desk.
struct RestDesk: Sendable {
  let routes: MarketRoutes
  let limits: RequestLimits
  let faults: FaultBook
  let privates: PrivateDesk

  /// A request as it came.
  struct Call {
    let method: String
    /// What follows `/api/v3/`.
    let path: String
    /// As it stood in the address, nothing decoded.
    var query = ""
    var body = ""
    /// The header `X-MBX-TIME-UNIT`.
    let timeUnit: String?
    /// The header `X-MBX-APIKEY`.
    var apiKey: String?
    let address: String
    /// When it came, and when it is answered.
    let arrived: Instant
    let now: Instant
    let wall: Instant

    /// By what faults are aimed at it.
    var faultNames: [String] { PrivateOperation(method: method, path: path)?.faultNames ?? [path] }
  }

  /// What a client gets: an answer, or nothing, on a connection that is cut or says nothing.
  enum Reply {
    case answer(RestAnswer)
    case lost(isSilent: Bool)
  }

  /// Answers a request below `/api/v3/`.
  func answer(_ call: Call) -> Reply {
    if routes.states.isClosed(at: call.now) { return .answer(RestAnswer(.failure(503))) }
    let operation = PrivateOperation(method: call.method, path: call.path)
    let failure = faults.failure(of: call.faultNames, at: call.now)
    if let failure, !failure.isApplied || operation == nil { return .answer(.failed(failure, at: call.wall)) }
    if Self.retired.contains(call.path) { return .answer(.gone) }
    guard let unit = VenueTimeUnit(word: call.timeUnit) else { return .answer(RestAnswer(.badTimeUnit)) }
    if let operation { return answer(call, operation, unit, failure) }
    guard let route = MarketRoutes.Route(rawValue: call.path) else {
      let methods = PrivateOperation.methods(of: call.path)
      return .answer(methods.isEmpty ? .notFound : .methodNotAllowed(methods.joined(separator: ", ")))
    }
    guard call.method == "GET" || call.method == "HEAD" else { return .answer(.methodNotAllowed("GET, HEAD")) }
    return .answer(answer(call, route, unit))
  }

  private func answer(_ call: Call, _ route: MarketRoutes.Route, _ unit: VenueTimeUnit) -> RestAnswer {
    let context = MarketRoutes.Context(now: call.now, unit: unit, skew: routes.states.skew(at: call.now))
    let weighed = routes.answer(route, QueryText(call.query), context)
    let verdict = limits.spend(weighed.weight, of: call.address, at: call.wall)
    var answer = weighed.answer
    if let (refusal, retryAt) = verdict.refusal {
      answer = .limited(refusal, until: retryAt, at: call.wall)
    }
    answer.tell(used: verdict.used)
    return answer
  }

  private func answer(
    _ call: Call, _ operation: PrivateOperation, _ unit: VenueTimeUnit, _ failure: RequestFault.Failure?
  ) -> Reply {
    let served = privates.serve(
      PrivateDesk.Call(
        operation: operation, access: .rest(call), unit: unit, address: call.address, arrived: call.arrived,
        now: call.now, wall: call.wall, failure: failure))
    guard var answer = served.answer else { return .lost(isSilent: served.isSilent) }
    answer.tell(used: served.used)
    answer.headers += served.orderCounts.map { .init(name: $0.headerName, value: String($0.count)) }
    return .answer(answer)
  }

  /// What the venue no longer has.
  private static let retired: Set<String> = ["userDataStream"]
}

extension PrivateDesk.Access {
  /// Who sends a request by REST.
  static func rest(_ call: RestDesk.Call) -> PrivateDesk.Access {
    do throws(RestRefusal) {
      return .key(
        call.apiKey, SignedText(query: call.query, body: call.body),
        try RestParameters(query: QueryText(call.query), body: QueryText(call.body)))
    } catch {
      return .refused(error)
    }
  }
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
  static func failed(_ failure: RequestFault.Failure, at wall: Instant) -> RestAnswer {
    if let (refusal, retryAt) = RequestLimits.Verdict.made(failure.status, failure.retryAfterSeconds, at: wall)?.refusal
    {
      return .limited(refusal, until: retryAt, at: wall)
    }
    return RestAnswer(.failure(failure.status, code: failure.code))
  }

  /// Tells how much of the minute's weight is used.
  fileprivate mutating func tell(used: Int?) {
    guard let used else { return }
    headers += [
      .init(name: "X-MBX-USED-WEIGHT", value: String(used)), .init(name: "X-MBX-USED-WEIGHT-1M", value: String(used)),
    ]
  }

  /// What the venue says of a path that it has given up.
  fileprivate static let gone: RestAnswer = {
    var answer = RestAnswer(bytes: Array("<html><body><h2>410 Gone</h2></body></html>".utf8))
    answer.status = 410
    answer.contentType = "text/html"
    return answer
  }()
}
