// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import TradingModel

/// The market data requests below `/api/v3`, which the WebSocket API answers as well.
struct MarketRoutes: Sendable {
  let states: VenueStates

  /// What can be asked for, by the path below `/api/v3/`.
  enum Route: String {
    case ping, time, exchangeInfo, executionRules, depth, trades, historicalTrades, historicalBlockTrades, aggTrades
    case klines, uiKlines
    case avgPrice, referencePrice
    case referenceCalculation = "referencePrice/calculation"
    case ticker
    case dayTicker = "ticker/24hr"
    case tradingDayTicker = "ticker/tradingDay"
    case priceTicker = "ticker/price"
    case bookTicker = "ticker/bookTicker"

    /// What a request weighs that could not be read.
    var leastWeight: Int {
      switch self {
      case .ping, .time: 1
      case .exchangeInfo: 20
      case .depth: 5
      case .trades, .historicalTrades, .historicalBlockTrades: 25
      case .aggTrades, .ticker, .tradingDayTicker: 4
      case .klines, .uiKlines, .avgPrice, .executionRules, .referencePrice, .referenceCalculation, .dayTicker,
        .priceTicker, .bookTicker:
        2
      }
    }
  }

  /// An answer with what it costs.
  struct Weighed {
    var answer: RestAnswer
    var weight: Int
  }

  /// When and how a request is answered.
  struct Context {
    let now: Instant
    let unit: VenueTimeUnit
    /// Whether it came by a connection to the WebSocket API, which has a limit of its own.
    var isBySocket = false
    /// By how much the venue's clock is wrong, in milliseconds.
    var skew: Int64 = 0

    /// What the venue's clock says, as a number.
    var clockNumber: Int64 { unit.number(now.advanced(byMilliseconds: skew)) }
  }

  /// Answers a request, or refuses it.
  func answer(_ route: Route, _ query: QueryText, _ context: Context) -> Weighed {
    do throws(RestRefusal) {
      return try answer(route, RestParameters(query), context)
    } catch {
      return Weighed(answer: RestAnswer(error), weight: route.leastWeight)
    }
  }

  private func answer(
    _ route: Route, _ parameters: RestParameters, _ context: Context
  ) throws(RestRefusal) -> Weighed {
    let (now, unit) = (context.now, context.unit)
    let venue = states.venue(at: now)
    func weighed(_ answer: RestAnswer) -> Weighed { Weighed(answer: answer, weight: route.leastWeight) }
    func trades(_ kind: TradesRequest.Kind) throws(RestRefusal) -> Weighed {
      weighed(try TradesRequest(kind, parameters, venue: venue, now: now).answer(from: venue, now: now, unit: unit))
    }
    func ticker(_ kind: TickerRequest.Kind) throws(RestRefusal) -> Weighed {
      let request = try TickerRequest(kind, parameters, venue: venue, now: now)
      return Weighed(answer: request.answer(from: venue, now: now, unit: unit), weight: request.weight)
    }
    switch route {
    case .ping:
      try parameters.allow([])
      return weighed(RestAnswer([:]))
    case .time:
      try parameters.allow([])
      return weighed(RestAnswer(["serverTime": .number(context.clockNumber)]))
    case .exchangeInfo: return weighed(try exchangeInfo(parameters, venue, context))
    case .executionRules:
      let (answer, weight) = try PriceRequest.executionRules(parameters, venue, now: now)
      return Weighed(answer: answer, weight: weight)
    case .depth:
      let request = try DepthRequest(parameters, venue: venue, now: now)
      return Weighed(answer: request.answer(from: venue, now: now), weight: request.weight)
    case .trades: return try trades(.newest)
    case .historicalTrades: return try trades(.historical)
    case .historicalBlockTrades: return try trades(.block)
    case .aggTrades: return try trades(.aggregate)
    case .klines, .uiKlines:
      let request = try KlinesRequest(parameters, symbols: venue.symbols(at: now))
      return weighed(request.answer(from: venue, now: now, unit: unit))
    case .avgPrice: return weighed(try PriceRequest.average(parameters, venue, now: now, unit: unit))
    case .referencePrice: return weighed(try PriceRequest.reference(parameters, venue, now: now, unit: unit))
    case .referenceCalculation: return weighed(try PriceRequest.referenceCalculation(parameters, venue, now: now))
    case .ticker: return try ticker(.rolling)
    case .dayTicker: return try ticker(.oneDay)
    case .tradingDayTicker: return try ticker(.tradingDay)
    case .priceTicker: return try ticker(.price)
    case .bookTicker: return try ticker(.book)
    }
  }

  private func exchangeInfo(
    _ parameters: RestParameters, _ venue: VenueMarket, _ context: Context
  ) throws(RestRefusal) -> RestAnswer {
    let request = try ExchangeInfoRequest(parameters, symbols: venue.symbols(at: context.now))
    let instruments = venue.market.instruments(at: context.now).filter { rules in
      (request.pairs?.contains(rules.pair) ?? true) && request.status.allows(rules)
    }
    return RestAnswer(
      ExchangeInfoDocument.document(
        of: instruments, serverTime: context.clockNumber,
        showsPermissionSets: request.showsPermissionSets, showsConnections: context.isBySocket))
  }
}
