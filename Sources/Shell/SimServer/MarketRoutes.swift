// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import TradingModel

/// The market data requests below `/api/v3`.
struct MarketRoutes: Sendable {
  private let market: any MarketRecord
  private let symbols: [String: Pair]
  private let weight = RequestWeight()

  private enum Route: String {
    case ping, time, exchangeInfo, klines, uiKlines

    var weight: Int {
      switch self {
      case .ping, .time: 1
      case .exchangeInfo: 20
      case .klines, .uiKlines: 2
      }
    }
  }

  init(market: any MarketRecord) {
    self.market = market
    symbols = Dictionary(market.instruments.map { ($0.pair.symbol, $0.pair) }) { first, _ in first }
  }

  /// Answers a request; `path` is what follows `/api/v3/`.
  func answer(method: String, path: String, query: QueryText, now: Instant, wall: Instant) -> RestAnswer {
    guard let route = Route(rawValue: path) else { return .notFound }
    guard method == "GET" || method == "HEAD" else { return .methodNotAllowed("GET, HEAD") }
    var answer: RestAnswer
    do throws(RestRefusal) {
      answer = try self.answer(route, RestParameters(query), now: now)
    } catch {
      answer = RestAnswer(error)
    }
    let used = String(weight.spend(route.weight, at: wall))
    answer.headers += [
      .init(name: "X-MBX-USED-WEIGHT", value: used), .init(name: "X-MBX-USED-WEIGHT-1M", value: used),
    ]
    return answer
  }

  private func answer(_ route: Route, _ parameters: RestParameters, now: Instant) throws(RestRefusal) -> RestAnswer {
    switch route {
    case .ping:
      try parameters.allow([])
      return RestAnswer([:])
    case .time:
      try parameters.allow([])
      return RestAnswer(["serverTime": .number(now.milliseconds)])
    case .exchangeInfo:
      let request = try ExchangeInfoRequest(parameters, symbols: symbols)
      let instruments = market.instruments.filter { rules in
        (request.pairs?.contains(rules.pair) ?? true) && (request.status ?? rules.status.word) == rules.status.word
      }
      return RestAnswer(
        ExchangeInfoDocument.document(
          of: instruments, at: now, showsPermissionSets: request.showsPermissionSets))
    case .klines, .uiKlines:
      return RestAnswer(bytes: try KlinesRequest(parameters, symbols: symbols).answer(from: market, now: now))
    }
  }
}
