// SPDX-License-Identifier: Apache-2.0

/// The names of everything that the API can do.
public enum OperationID: String, Hashable, Sendable, CaseIterable {
  /// `GET /health`
  case getHealth
  /// `GET /ready`
  case getReadiness
  /// `GET /metrics`
  case getMetrics
  /// `GET /openapi.yaml`
  case getDocument
  /// `POST /api/v1/bots`
  case createBot
  /// `GET /api/v1/bots`
  case listBots
  /// `GET /api/v1/bots/{name}`
  case getBot
  /// `PATCH /api/v1/bots/{name}`
  case changeBot
  /// `DELETE /api/v1/bots/{name}`
  case deleteBot
  /// `POST /api/v1/bots/{name}/start`
  case startBot
  /// `POST /api/v1/bots/{name}/pause`
  case pauseBot
  /// `POST /api/v1/bots/{name}/resume`
  case resumeBot
  /// `POST /api/v1/bots/{name}/stop`
  case stopBot
  /// `POST /api/v1/bots/{name}/enter`
  case enterTrade
  /// `POST /api/v1/bots/{name}/exit`
  case exitTrade
  /// `GET /api/v1/bots/{name}/trades`
  case listTrades
  /// `GET /api/v1/bots/{name}/orders`
  case listOrders
  /// `GET /api/v1/bots/{name}/signals`
  case listSignals
  /// `GET /api/v1/bots/{name}/decisions`
  case listDecisions
  /// `GET /api/v1/bots/{name}/logs`
  case listLogs
  /// `GET /api/v1/bots/{name}/performance`
  case getPerformance
  /// `GET /api/v1/bots/{name}/equity`
  case listEquity
  /// `GET /api/v1/status`
  case getStatus
  /// `GET /api/v1/events`
  case streamEvents
  /// `GET /api/v1/strategies`
  case listStrategies
  /// `GET /api/v1/strategies/{name}`
  case getStrategy
  /// `POST /api/v1/strategies/check`
  case checkStrategy
  /// `POST /api/v1/strategies/reload`
  case reloadStrategies
  /// `GET /api/v1/markets`
  case listMarkets
  /// `GET /api/v1/markets/feed`
  case getFeed
  /// `GET /api/v1/candles`
  case listCandles
  /// `GET /api/v1/analysis`
  case getAnalysis
  /// `GET /api/v1/accounts`
  case listAccounts
  /// `GET /api/v1/accounts/{name}`
  case getAccount
  /// `GET /api/v1/kill-switch`
  case getKillSwitch
  /// `POST /api/v1/kill-switch`
  case engageKillSwitch
  /// `DELETE /api/v1/kill-switch`
  case releaseKillSwitch
  /// `GET /api/v1/audit`
  case listAudit
}
