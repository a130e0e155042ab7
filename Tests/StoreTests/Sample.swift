// SPDX-License-Identifier: Apache-2.0
import BotModel
import Foundation
import Indicators
import MarketData
import Ports
import StrategyKit
import TradingModel

@testable import Store

/// A folder of a test's own, gone with it.
final class Folder: Sendable {
  let path = FileManager.default.temporaryDirectory.appending(path: "botyard-store-\(UUID())").path

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var database: String { path + "/botd.sqlite" }

  func open(_ configuration: StoreConfiguration = StoreConfiguration()) throws -> BotStore {
    try BotStore.open(at: path, newEpoch: 77, findStrategy: Sample.findStrategy, configuration: configuration)
  }

  /// The bytes of every file, the lock and the shared memory excepted: those are no data.
  func contents() throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: path)
    where !name.hasSuffix(".lock") && !name.hasSuffix("-shm") {
      contents[name] = try Data(contentsOf: URL(filePath: path + "/" + name))
    }
    return contents.filter { !$0.value.isEmpty }
  }

  /// What a power cut would leave: a copy of the files as they are on the disk now.
  func copyAsAfterPowerCut() throws -> Folder {
    let copy = try Folder()
    for (name, data) in try contents() { try data.write(to: URL(filePath: copy.path + "/" + name)) }
    return copy
  }
}

/// Things of all kinds, with digits to the last place.
enum Sample {
  struct Silent: Strategy {
    var warmUp: Int { 0 }
    var stance: Stance? { .neutral }
    mutating func update(_ bar: Bar) throws(StrategyFailure) -> Signal? { nil }
  }

  static let strategy = StrategyDefinition(
    name: "sample", summary: "A sample.", rules: "Never.",
    parameters: [
      .integer("period", default: 14, in: 1...500, summary: "How long."),
      .decimal("factor", default: Fixed(2), in: Fixed(0)...Fixed(1000), summary: "How much."),
    ], build: { _ in Silent() })

  static let findStrategy: BotStore.StrategyLookup = { $0 == "sample" ? strategy : nil }

  static let start = Instant(milliseconds: 1_700_000_000_123)

  static func time(_ offset: Int) -> Instant { start.advanced(byMilliseconds: Int64(offset) * 1000) }

  static func decimal(_ text: String) throws -> Fixed { try Fixed(text: text) }

  static func pair(_ text: String = "BTC/USDT") throws -> Pair { try required(Pair(text)) }

  static func name(_ text: String) throws -> BotName { try required(BotName(text)) }

  static func settings(_ name: String = "alpha") throws -> BotSettings {
    BotSettings(
      name: try self.name(name), description: "First \"bot\"\nwith a \u{1F916} and a \\", mode: .dryRun,
      account: .default, strategy: "sample",
      strategyParameters: try strategy.values(["period": "21", "factor": "0.000000000001"]),
      timeframe: .oneMonth, pairs: [try pair(), try pair("ETH/USDT")], pairBlacklist: [try pair("DOGE/USDT")],
      stakeCurrency: try required(Asset("USDT")), stakeAmount: .fixed(Money(try decimal("10.000000000001"))),
      maxOpenTrades: 3, dryRunWallet: Money(try decimal("999999999999999.999999999999")),
      risk: RiskLimits(
        maxTradeValue: Money(try decimal("50.5")), maxExposure: nil, maxExposurePerPair: Money(try decimal("70")),
        maxOpenOrders: 4, maxDailyLoss: Money(try decimal("0.1")), maxDrawdown: Ratio(try decimal("0.25"))),
      exits: try ExitRules(
        minimalROI: [
          .init(afterMinutes: 0, ratio: Ratio(try decimal("0.04"))), .init(afterMinutes: 60, ratio: .zero),
        ], stoploss: Ratio(try decimal("-0.123456789012")),
        trailing: .init(
          positive: Ratio(try decimal("0.01")), positiveOffset: Ratio(try decimal("0.015")),
          onlyOffsetIsReached: true)))
  }

  static func bot(_ number: Int64 = 1, named name: String = "alpha", state: BotState = .running) throws -> BotRecord {
    BotRecord(
      number: BotNumber(number), settings: try settings(name), state: state, isClosing: number == 2, generation: 1,
      createdAt: start, updatedAt: time(1))
  }

  static func order(_ id: Int64, trade: Int64 = 1, bot: Int64 = 1, status: OrderStatus = .submitting) throws -> Order {
    let limit: OrderKind = id.isMultiple(of: 2) ? .limit(Price(try decimal("27123.45"))) : .market
    let order = Order(
      id: OrderID(id), clientOrderID: ClientOrderID(epoch: 77, bot: BotNumber(bot), sequence: id),
      trade: TradeID(trade), purpose: .entry,
      terms: OrderTerms(pair: try pair(), side: .buy, kind: limit, quantity: Quantity(try decimal("0.5"))),
      reason: "ema_up", createdAt: time(Int(id)))
    guard status != .submitting else { return order }
    return order.restored(
      Order.Progress(
        status: status, exchangeOrderID: "x-\(id)", filled: Quantity(try decimal("0.123456789012")),
        cost: Money(Fixed(units: 98_765_432_109_876_543_210_987_654_321)), fee: Money(try decimal("-0.000000000001")),
        updatedAt: time(Int(id) + 100)))
  }

  static func fill(_ id: String, order: Int64) throws -> Fill {
    Fill(
      id: FillID(id), order: OrderID(order), price: Price(try decimal("27123.45")),
      quantity: Quantity(try decimal("0.000000000001")), fee: Money(try decimal("0.01")), time: time(7))
  }

  static func trade(_ id: Int64, pair text: String = "BTC/USDT", closedAfter seconds: Int? = nil) throws -> Trade {
    let closing: Trade.Closing? = try seconds.map {
      Trade.Closing(
        closedAt: time($0), reason: "roi", profit: Money(try decimal("-1.000000000001")),
        profitRatio: Ratio(try decimal("-0.01")))
    }
    return Trade(
      id: TradeID(id), pair: try pair(text), enterTag: "ema_up", openedAt: time(Int(id)),
      entered: .init(quantity: Quantity(1), cost: Money(27123), fee: Money(try decimal("27.123")), orders: 3),
      exited: .init(quantity: Quantity(try decimal("0.5")), cost: Money(13000), fee: Money(13), orders: 2),
      stopPrice: seconds == nil ? nil : Price(try decimal("24000.1")), initialStopPrice: Price(24000),
      isStopTrailing: id.isMultiple(of: 2), highestPrice: Price(28000), lowestPrice: Price(try decimal("0.1")),
      closing: closing)
  }

  static func ledger() throws -> BotLedger {
    BotLedger(
      initial: Money(1000), cash: Money(try decimal("12.000000000001")), realized: Money(try decimal("-3.5")),
      peakEquity: Money(1001), day: CalendarDay(year: 2026, month: 11, day: 20), realizedToday: Money(-1))
  }

  static func signal(_ second: Int, _ action: SignalAction = .enter) throws -> SignalRecord {
    SignalRecord(
      pair: try pair(), candle: time(second), time: time(second + 1),
      signal: Signal(action, tag: "up", strength: 0.1 + 0.2, reason: "EMA(12) 3 > EMA(26) 2"))
  }

  static func decision(_ second: Int, outcome: Decision.Outcome = .refused) throws -> Decision {
    Decision(
      pair: try pair(), time: time(second), side: .sell, cause: .trailingStopLoss, outcome: outcome,
      rule: "max_exposure",
      detail: "12 of 10", order: outcome == .ordered ? OrderID(3) : nil)
  }

  static func notice(_ second: Int, _ level: BotChange.Notice.Level = .warning) -> BotChange.Notice {
    BotChange.Notice(level: level, time: time(second), message: "Something to read, \(second)")
  }

  static func entry(_ changes: BotChange..., bot: Int64 = 1, named name: String = "alpha") throws -> JournalEntry {
    JournalEntry(bot: BotNumber(bot), name: try self.name(name), time: time(9), changes: changes)
  }

  struct Missing: Error {}

  static func required<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Missing() }
    return value
  }
}

extension BotStore {
  /// Adds bots numbered from 1: `alpha`, `bot-2`, `bot-3` …
  func addBots(_ count: Int64 = 1) async throws {
    let bots = try (1...count).map { BotWrite.insert(try Sample.bot($0, named: $0 == 1 ? "alpha" : "bot-\($0)")) }
    try await write(ControlBatch(bots: bots))
  }
}
