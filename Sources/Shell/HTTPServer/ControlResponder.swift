// SPDX-License-Identifier: Apache-2.0

import BotModel
import ControlAPI
import ControlPlane
import Documents
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import TradingModel

/// What Hummingbird knows of a request besides itself.
struct ControlContext: InitializableFromSource {
  let channel: any Channel
  let logger: Logger

  init(source: ApplicationRequestContextSource) {
    channel = source.channel
    logger = source.logger
  }
}

/// Finds a request's operation in the table, checks its form, and has it carried out. Every error is a problem document.
struct ControlResponder: HTTPResponder {
  let token: AccessToken
  let routes: RouteTable
  let bots: BotRoutes
  let history: HistoryRoutes
  let server: ServerRoutes
  let events: EventRoute
  let idempotency: IdempotencyGate
  let metrics: RequestMetrics

  func respond(to request: Request, context: ControlContext) async throws -> Response {
    let begin = ContinuousClock.now
    var operation: ControlAPI.Operation?
    do {
      let (found, values) = try find(request)
      operation = found
      let response = try await answer(found, values, request, context)
      metrics.record(found.id, status: response.status.code, since: begin)
      return response
    } catch {
      let problem = error.problem
      if case .broken(let text) = error {
        context.logger.error("A request failed", metadata: ["path": "\(request.uri.path)", "error": "\(text)"])
      }
      metrics.record(operation?.id, status: problem.status, since: begin)
      return problem.response
    }
  }

  private func find(_ request: Request) throws(ControlError) -> (ControlAPI.Operation, [String: String]) {
    switch routes.match(method: request.method.rawValue, path: request.uri.path) {
    case .operation(let operation, let raw):
      var values: [String: String] = [:]
      for (name, text) in raw {
        guard let value = QueryString.decoded(text) else { throw .notFound("there is nothing at this path") }
        values[name] = value
      }
      return (operation, values)
    case .wrongMethod(let allowed): throw .wrongMethod(allowed: allowed)
    case .unknown: throw .notFound("there is nothing at this path; /openapi.yaml lists what there is")
    }
  }

  private func answer(
    _ operation: ControlAPI.Operation, _ values: [String: String], _ request: Request, _ context: ControlContext
  ) async throws(ControlError) -> Response {
    guard operation.isOpen || token.isShown(in: request.headers[.authorization]) else { throw .unauthenticated }
    let input = try OperationInput(operation, query: request.uri.query) { name in
      HTTPField.Name(name).flatMap { request.headers[$0] }
    }
    if operation.id == .streamEvents { return try await events.stream(input, channel: context.channel) }
    let bytes = try await BodyReader.bytes(of: request, for: operation)
    let call = Call(
      operation: operation, values: values, input: input, body: try BodyReader.document(bytes, for: operation),
      caller: Caller(actor: "admin", key: input.text("Idempotency-Key").flatMap { RequestKey($0) }))
    guard let key = call.caller.key else { return try await dispatch(call).response }
    let fingerprint = Fingerprint.of(method: request.method.rawValue, path: request.uri.path, body: bytes)
    return try await idempotency.answer(key, fingerprint) { () async throws(ControlError) in
      try await dispatch(call)
    }
  }

  private func dispatch(_ call: Call) async throws(ControlError) -> Reply {
    switch call.operation.id {
    case .getHealth: server.health()
    case .getReadiness: try await server.readiness()
    case .getMetrics: server.metricsText()
    case .getDocument: server.openAPI()
    case .getStatus: await server.status()
    case .createBot: try await bots.create(call)
    case .listBots: try await bots.list(call)
    case .getBot: try await bots.get(call)
    case .changeBot: try await bots.change(call)
    case .deleteBot: try await bots.delete(call)
    case .startBot: try await bots.perform(.start, call)
    case .pauseBot: try await bots.perform(.pause, call)
    case .resumeBot: try await bots.perform(.resume, call)
    case .stopBot: try await bots.perform(.stop, call)
    case .enterTrade: try await bots.enter(call)
    case .exitTrade: try await bots.exit(call)
    case .listTrades: try await history.trades(call)
    case .listOrders: try await history.orders(call)
    case .listSignals: try await history.signals(call)
    case .listDecisions: try await history.decisions(call)
    case .listLogs: try await history.logs(call)
    case .getPerformance: try await history.performance(call)
    case .listEquity: try await history.equity(call)
    case .streamEvents: throw .broken("the event stream is answered elsewhere")
    case .listStrategies: try await server.strategies(call)
    case .getStrategy: try await server.strategy(call)
    case .checkStrategy: try await server.checkStrategy(call)
    case .reloadStrategies: try await server.reloadStrategies(call)
    case .listMarkets: try await server.markets(call)
    case .getFeed: try await server.feed(call)
    case .listCandles: try await server.candles(call)
    case .getAnalysis: try await server.analysis(call)
    case .listAccounts: try await server.accounts(call)
    case .getAccount: try await server.account(call)
    case .getKillSwitch: server.killSwitch()
    case .engageKillSwitch: try await server.engageKillSwitch(call)
    case .releaseKillSwitch: try await server.releaseKillSwitch(call)
    case .listAudit: try await server.audit(call)
    }
  }
}
