// SPDX-License-Identifier: Apache-2.0

public import BotModel
public import Documents
import MarketData
public import StrategyKit
import TradingModel

/// A bot as it is shown: what is kept of it, and what is observed.
public struct BotView: Hashable, Sendable {
  /// Settings, desired state, generation, times.
  public let record: BotRecord
  /// What is observed.
  public let phase: BotPhase
  /// What is known about its condition.
  public let conditions: [BotCondition]
  /// What its money has come to, or nil where it has not run.
  public let ledger: BotLedger?
  /// How many trades it has open.
  public let openTrades: Int

  /// A bot as it is shown.
  public init(
    record: BotRecord, phase: BotPhase, conditions: [BotCondition], ledger: BotLedger?, openTrades: Int
  ) {
    self.record = record
    self.phase = phase
    self.conditions = conditions
    self.ledger = ledger
    self.openTrades = openTrades
  }

  /// The `ETag` of the bot, which `If-Match` names: its generation in quotes.
  public var entityTag: String { "\"\(record.generation)\"" }

  /// The bot's document.
  public var node: Node {
    var members = record.settings.members
    members.insert(contentsOf: observedMembers, at: 3)
    members += [
      .init(key: "open_trades", value: .number(openTrades)),
      .init(key: "equity", value: .optional(ledger) { .money($0.equity) }),
      .init(key: "available", value: .optional(ledger) { .money($0.cash) }),
      .init(key: "realized_profit", value: .optional(ledger) { .money($0.realized) }),
      .init(key: "drawdown", value: .optional(ledger) { .ratio($0.drawdown) }),
      .init(key: "created_at", value: .time(record.createdAt)),
      .init(key: "updated_at", value: .time(record.updatedAt)),
      .init(key: "generation", value: .number(record.generation)),
    ]
    return .object(members)
  }

  private var observedMembers: [Node.Member] {
    [
      .init(key: "state", value: .string(record.state.rawValue)),
      .init(key: "phase", value: .string(phase.rawValue)),
      .init(key: "conditions", value: .array(conditions.map(\.node))),
    ]
  }

  /// The bot's answer, ready to be sent.
  public var rendered: RenderedDocument { RenderedDocument(body: node.jsonBytes(), entityTag: entityTag) }
}

extension BotCondition {
  /// The condition's document.
  public var node: Node {
    [
      "type": .string(kind.rawValue), "status": .bool(isHealthy), "reason": .string(reason),
      "message": .string(message), "since": .time(since),
    ]
  }
}

extension BotSettings {
  /// The settings as a document: what a bot file holds, complete.
  public var node: Node { .object(members) }

  /// The settings' members; the first three are name, description and mode.
  var members: [Node.Member] {
    [
      .init(key: "name", value: .string(name.text)),
      .init(key: "description", value: .string(description)),
      .init(key: "mode", value: .string(mode.rawValue)),
      .init(key: "account", value: .string(account.text)),
      .init(key: "strategy", value: .string(strategy)),
      .init(key: "strategy_parameters", value: strategyParameters.node),
      .init(key: "timeframe", value: .string(timeframe.text)),
      .init(key: "pairs", value: .array(pairs.map { .string($0.description) })),
      .init(key: "pair_blacklist", value: .array(pairBlacklist.map { .string($0.description) })),
      .init(key: "stake_currency", value: .string(stakeCurrency.code)),
      .init(key: "stake_amount", value: stakeAmount.node),
      .init(key: "max_open_trades", value: .number(maxOpenTrades)),
      .init(key: "dry_run_wallet", value: .money(dryRunWallet)),
      .init(key: "available_capital", value: .optional(availableCapital) { .money($0) }),
      .init(key: "risk", value: risk.node),
    ] + exits.members
  }
}

extension StakeAmount {
  /// A decimal string, or `"unlimited"`.
  public var node: Node {
    switch self {
    case .fixed(let amount): .money(amount)
    case .unlimited: "unlimited"
    }
  }
}

extension RiskLimits {
  /// The limits' document; null where there is none.
  public var node: Node {
    [
      "max_trade_value": .optional(maxTradeValue, Node.money),
      "max_exposure": .optional(maxExposure, Node.money),
      "max_exposure_per_pair": .optional(maxExposurePerPair, Node.money),
      "max_open_orders": .optional(maxOpenOrders) { .number($0) },
      "max_daily_loss": .optional(maxDailyLoss, Node.money),
      "max_drawdown": .optional(maxDrawdown, Node.ratio),
    ]
  }
}

extension ParameterValues {
  /// The values by name: numbers, texts, and lists of texts.
  public var node: Node {
    .object(all.map { Node.Member(key: $0.name, value: $0.value.node) })
  }
}

extension ExitRules {
  /// The rules under Freqtrade's names.
  var members: [Node.Member] {
    let table = minimalROI.map { Node.Member(key: String($0.afterMinutes), value: .ratio($0.ratio)) }
    return [
      .init(key: "minimal_roi", value: .object(table)),
      .init(key: "stoploss", value: .ratio(stoploss)),
      .init(key: "trailing_stop", value: .bool(trailing != nil)),
      .init(key: "trailing_stop_positive", value: .optional(trailing?.positive, Node.ratio)),
      .init(key: "trailing_stop_positive_offset", value: .ratio(trailing?.positiveOffset ?? .zero)),
      .init(key: "trailing_only_offset_is_reached", value: .bool(trailing?.onlyOffsetIsReached ?? false)),
    ]
  }
}
