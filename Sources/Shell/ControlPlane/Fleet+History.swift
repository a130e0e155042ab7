// SPDX-License-Identifier: Apache-2.0

public import BotModel
public import ControlAPI
import Ports
import Store
public import StrategyKit
public import TradingModel

extension Fleet: HistoryService {
  public func trades(
    of bot: BotName, _ query: HistoryQuery<ControlAPI.TradeStatus>
  ) async throws(ControlError) -> ControlAPI.Page<TradeView> {
    let number = try entry(bot).record.number
    let status: Store.TradeStatus? = query.status.map { $0 == .open ? .open : .closed }
    let (filter, page) = try (query.filter, query.storePage())
    let found = try await read { () throws(StoreReadError) in
      try await store.trades(of: number, status: status, matching: filter, page)
    }
    let orders = try await read { () throws(StoreReadError) in
      Dictionary(grouping: try await store.orders(ofTrades: found.items.map(\.id)), by: \.trade)
    }
    return ControlAPI.Page(found) { trade in
      TradeView(bot: bot, trade: trade, orders: orders[trade.id] ?? [], valuation: valuation(of: trade))
    }
  }

  public func orders(
    of bot: BotName, _ query: HistoryQuery<OrderStatus>
  ) async throws(ControlError) -> ControlAPI.Page<OrderView> {
    let number = try entry(bot).record.number
    let (filter, page) = try (query.filter, query.storePage())
    let found = try await read { () throws(StoreReadError) in
      try await store.orders(of: number, status: query.status.map { [$0] }, matching: filter, page)
    }
    return ControlAPI.Page(found) { OrderView(bot: bot, order: $0) }
  }

  public func signals(
    of bot: BotName, _ query: HistoryQuery<SignalAction>
  ) async throws(ControlError) -> ControlAPI.Page<HistoryEntry<SignalRecord>> {
    let number = try entry(bot).record.number
    let (filter, page) = try (query.filter, query.storePage())
    let found = try await read { () throws(StoreReadError) in
      try await store.signals(of: number, action: query.status, matching: filter, page)
    }
    return ControlAPI.Page(found) { HistoryEntry(id: $0.id, bot: bot, content: $0.value) }
  }

  public func decisions(
    of bot: BotName, _ query: HistoryQuery<Decision.Outcome>
  ) async throws(ControlError) -> ControlAPI.Page<HistoryEntry<Decision>> {
    let number = try entry(bot).record.number
    let (filter, page) = try (query.filter, query.storePage())
    let found = try await read { () throws(StoreReadError) in
      try await store.decisions(of: number, outcome: query.status, matching: filter, page)
    }
    return ControlAPI.Page(found) { HistoryEntry(id: $0.id, bot: bot, content: $0.value) }
  }

  public func logs(
    of bot: BotName, _ query: HistoryQuery<BotChange.Notice.Level>
  ) async throws(ControlError) -> ControlAPI.Page<HistoryEntry<BotChange.Notice>> {
    let number = try entry(bot).record.number
    let page = try query.storePage()
    let found = try await read { () throws(StoreReadError) in
      try await store.logs(of: number, level: query.status, from: query.from, to: query.to, page)
    }
    return ControlAPI.Page(found) { HistoryEntry(id: $0.id, bot: bot, content: $0.value) }
  }

  public func performance(of bot: BotName) async throws(ControlError) -> RenderedDocument {
    try await performanceCache.document(of: try entry(bot), in: store)
  }

  public func equity(
    of bot: BotName, _ page: ControlAPI.PageRequest
  ) async throws(ControlError) -> ControlAPI.Page<EquityView> {
    try await performanceCache.equity(of: try entry(bot), page, in: store)
  }

  /// What an open trade would make if it were closed at the last price.
  private func valuation(of trade: Trade) -> TradeView.Valuation? {
    guard trade.isOpen, let rate = feed.lastPrice(of: trade.pair),
      let profit = try? trade.profit(at: rate, fee: trade.entered.feeRatio)
    else { return nil }
    return TradeView.Valuation(rate: rate, profit: profit.amount, profitRatio: profit.ratio)
  }

  func read<Result: Sendable>(
    _ body: () async throws(StoreReadError) -> Result
  ) async throws(ControlError) -> Result {
    do { return try await body() } catch { throw Self.controlError(error) }
  }

  static func controlError(_ error: StoreReadError) -> ControlError {
    switch error {
    case .unavailable: .unavailable(error.description, retryAfterSeconds: 5)
    case .damaged: .broken(error.description)
    }
  }

  static func controlError(_ error: any Error) -> ControlError {
    switch error {
    case let error as ControlError: error
    case let error as StoreReadError: controlError(error)
    default: .broken("\(error)")
    }
  }
}

extension HistoryQuery {
  fileprivate var filter: RecordFilter { RecordFilter(pair: pair, from: from, to: to) }

  fileprivate func storePage() throws(ControlError) -> Store.PageRequest { try page.storePage() }
}

extension ControlAPI.PageRequest {
  /// The request as the store knows it: the cursors are the same texts.
  func storePage() throws(ControlError) -> Store.PageRequest {
    guard let cursor else { return Store.PageRequest(limit: limit) }
    guard let place = PageCursor(cursor.text) else { throw .invalid(cursor.mismatch) }
    return Store.PageRequest(limit: limit, after: place)
  }
}

extension ControlAPI.Page {
  /// A page of what the store found.
  init<Stored>(_ page: Store.Page<Stored>, _ transform: (Stored) -> Item) {
    self.init(items: page.items.map(transform), next: page.next.flatMap { Cursor($0.description) })
  }
}
