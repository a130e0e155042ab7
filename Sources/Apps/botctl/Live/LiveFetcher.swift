// SPDX-License-Identifier: Apache-2.0

import ControlClient
import Documents

/// Asks the server for what a live view shows.
struct LiveFetcher {
  let client: APIClient
  /// The view's clock: seconds.
  let clock: @Sendable () -> Double
  private var bots: (items: [Node], at: Double)?
  /// By bot and pair.
  private var histories: [[String]: DecisionHistory] = [:]

  init(client: APIClient, clock: @escaping @Sendable () -> Double) {
    self.client = client
    self.clock = clock
  }

  /// How often the list of all bots is read, in seconds.
  private static let listInterval = 5.0

  /// One round of requests about a bot and a pair.
  ///
  /// - Parameter wanted: the pair; nil, or one that the bot doesn't watch, for its first.
  /// - Throws: what keeps the bot from being shown; what only some figures lack is left out.
  mutating func round(of name: String, pair wanted: String?) async throws(ControlFailure) -> LiveRound {
    let bot = try await client.send(.bot(.get, name))
    let pairs = (bot["pairs"]?.array ?? []).compactMap(\.string)
    let pair = pairs.contains { $0 == wanted } ? wanted : pairs.first
    async let trades = items(.bot(.get, name, "trades", query: [.init("status", "open"), .init("limit", "100")]))
    async let orders = openOrders(of: name)
    async let status = answer(ControlRequest(.get, ["status"]))
    let market = try await market(of: bot, pair)
    try await refreshBots()
    return LiveRound(
      at: clock(), bots: bots?.items ?? [], bot: bot, trades: try await trades.get(), orders: try await orders.get(),
      market: market, status: try? await status.get())
  }

  private mutating func refreshBots() async throws(ControlFailure) {
    if let bots, clock() - bots.at < Self.listInterval { return }
    bots = (try await client.list(ControlRequest(.get, ["bots"])).items, clock())
  }

  private mutating func market(of bot: Node, _ pair: String?) async throws(ControlFailure) -> LiveMarket? {
    guard let pair, let name = bot["name"]?.string, let timeframe = bot["timeframe"]?.string else { return nil }
    let figures = [ControlRequest.Parameter("pair", pair)]
    async let analysis = answer(
      ControlRequest(.get, ["analysis"], query: figures + [.init("timeframe", timeframe)]))
    async let feed = answer(
      ControlRequest(.get, ["markets", "feed"], query: figures + [.init("limit", "20")]))
    let decisions = try await decisions(of: name, pair)
    let answers = (await analysis, await feed)
    var trouble: String?
    if case .failure(let failure) = answers.0 { trouble = failure.summary }
    return LiveMarket(
      pair: pair, analysis: try? answers.0.get(), feed: try? answers.1.get(), trouble: trouble, decisions: decisions)
  }

  /// The newest decisions; after the first time only those that are new, unless some may be missing.
  private mutating func decisions(of bot: String, _ pair: String) async throws(ControlFailure) -> [Node] {
    var history = histories[[bot, pair]] ?? DecisionHistory()
    for count in history.items.isEmpty ? [100] : [5, 100] {
      let query = [ControlRequest.Parameter("pair", pair), .init("limit", "\(count)")]
      if history.take(try await items(.bot(.get, bot, "decisions", query: query)).get()) { break }
    }
    histories[[bot, pair]] = history
    return history.items
  }

  /// Orders of which something is still expected. None of them is missing for want of room on a page of all orders.
  private func openOrders(of bot: String) async -> Result<[Node], ControlFailure> {
    await withTaskGroup(of: Result<[Node], ControlFailure>.self) { group in
      for status in ["submitting", "unknown", "open", "partially_filled"] {
        group.addTask {
          await items(.bot(.get, bot, "orders", query: [.init("status", status), .init("limit", "50")]))
        }
      }
      var all: [Node] = []
      for await part in group {
        switch part {
        case .success(let orders): all += orders
        case .failure: return part
        }
      }
      return .success(all.sorted { ($1["created_at"]?.string ?? "") < ($0["created_at"]?.string ?? "") })
    }
  }

  /// What has happened to a bot of late, oldest first, as events.
  func past(of bot: String) async -> [ServerEvent] {
    let parts: [(kind: String, path: String, query: [ControlRequest.Parameter])] = [
      ("log", "logs", []), ("signal", "signals", []), ("decision", "decisions", [.init("status", "refused")]),
      ("trade.closed", "trades", [.init("status", "closed")]), ("trade.opened", "trades", [.init("status", "open")]),
    ]
    var events: [ServerEvent] = []
    for part in parts {
      let limit = [ControlRequest.Parameter("limit", "10")]
      let found = (try? await items(.bot(.get, bot, part.path, query: part.query + limit)).get()) ?? []
      events += found.map { ServerEvent(id: "", kind: part.kind, data: $0) }
    }
    return events.sorted { EventLine.time(of: $0) ?? "" < EventLine.time(of: $1) ?? "" }
  }

  private func items(_ request: ControlRequest) async -> Result<[Node], ControlFailure> {
    await answer(request).map { $0["items"]?.array ?? [] }
  }

  private func answer(_ request: ControlRequest) async -> Result<Node, ControlFailure> {
    do throws(ControlFailure) {
      return .success(try await client.send(request))
    } catch {
      return .failure(error)
    }
  }
}
