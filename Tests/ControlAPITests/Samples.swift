// SPDX-License-Identifier: Apache-2.0

import BotModel
import ControlAPI
import Documents
import Indicators
import Ledger
import MarketData
import RiskRules
import StrategyKit
import Testing
import TradingModel

/// What a bot's settings may name, and drafts that are good.
enum Samples {
  static let time = Instant(milliseconds: 1_780_000_000_123)

  static func pair(_ text: String) -> Pair { Pair(text)! }

  static let catalog = SettingsCatalog(
    strategies: [crossover, trailing],
    instruments: Dictionary(
      uniqueKeysWithValues: ["BTC/USDT", "ETH/USDT", "ETH/BTC", "SOL/USDT"].map {
        (pair($0), InstrumentRules(pair: pair($0)))
      }))

  /// The venue has not been reached.
  static let blindCatalog = SettingsCatalog(strategies: [crossover], instruments: nil)

  static let crossover = StrategyDefinition(
    name: "ema-crossover", summary: "Two averages.", rules: "Buys when fast crosses above slow.",
    parameters: [
      .integer("fast", default: 12, in: 1...500, summary: "The fast one."),
      .integer("slow", default: 26, in: 2...500, summary: "The slow one."),
      .decimal("band", default: 1, in: 0...5, summary: "How far."),
    ],
    check: { values in
      values.integer("fast") < values.integer("slow")
        ? [] : [ParameterFault("fast", .contradiction("be below slow, and is not"))]
    },
    build: { _ in SilentStrategy() })

  static let trailing = StrategyDefinition(
    name: "trailing", summary: "Trails.", rules: "Never buys.", parameters: [],
    exitDefaults: (try? ExitRules(
      minimalROI: [.init(afterMinutes: 0, ratio: ratio("0.04"))], stoploss: ratio("-0.05"),
      trailing: .init(positive: ratio("0.01"), positiveOffset: ratio("0.02")))) ?? .standard,
    build: { _ in SilentStrategy() })

  /// Accounts in every condition, one with what bots own on it.
  static func accounts() -> [AccountView] {
    var ledger = AccountLedger()
    ledger.set(
      BotHoldings(
        currency: Asset("USDT")!, cash: money("60"), reservedCash: money("10"), trades: [], orders: [], dust: [:]),
      of: BotNumber(7))
    ledger.take(
      AccountBalances(assets: [Asset("USDT")!: Balance(free: 100, locked: 10)], time: time, canTrade: true))
    let verdicts: [KeyVerdict?] = [
      nil, .pending(reason: "not asked"), .verified(warnings: ["from any address"]), .unverifiable, .refused(["no"]),
    ]
    return verdicts.map { verdict in
      var view = AccountView(name: .default, venue: "sim", credentials: verdict.map { _ in "environment" })
      view.verdict = verdict
      view.hold = verdict == nil ? "not reconciled" : nil
      view.assets = ledger.ownership(of: Asset("USDT")!).map { [$0] } ?? []
      view.bots = [BotNumber(7): BotName("alpha")!]
      return view
    }
  }

  static func ratio(_ text: String) -> Ratio { Ratio(Fixed(text)!) }

  static func money(_ text: String) -> Money { Money(Fixed(text)!) }

  static func parse(_ json: String) throws -> Node { try JSONParser().parse(json) }

  /// The settings of a draft.
  static func settings(_ json: String, _ catalog: SettingsCatalog = catalog) throws -> BotSettings {
    try BotDraft(parse(json)).settings(catalog: catalog)
  }

  /// A draft with fields besides those that are needed.
  static func draft(_ more: String = "") -> String {
    #"{"name":"alpha","strategy":"ema-crossover","pairs":["BTC/USDT"]\#(more.isEmpty ? "" : "," + more)}"#
  }

  static func record(_ json: String = draft(), state: BotState = .created) throws -> BotRecord {
    BotRecord(
      number: BotNumber(1), settings: try settings(json), state: state, generation: 3, createdAt: time,
      updatedAt: time)
  }

  /// The errors of a draft.
  static func faults(_ json: String, _ catalog: SettingsCatalog = catalog) throws -> [FieldError] {
    do {
      _ = try settings(json, catalog)
      return []
    } catch let error as FieldErrors {
      return error.all
    }
  }
}

/// A strategy that never says anything.
struct SilentStrategy: Strategy {
  let warmUp = 0
  var stance: Stance? { .neutral }
  mutating func update(_ bar: Bar) throws(StrategyFailure) -> Signal? { nil }
}
