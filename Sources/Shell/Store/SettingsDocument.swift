// SPDX-License-Identifier: Apache-2.0

import BotModel
import Documents
import MarketData
import StrategyKit
import TradingModel

/// Why stored settings can't be understood.
struct SettingsFault: Error, Hashable, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// A bot's settings as the JSON of one column: every decimal a string, so that nothing is rounded.
enum SettingsDocument {
  static func write(_ settings: BotSettings) -> String {
    let node: Node = [
      "name": .string(settings.name.text),
      "description": .string(settings.description),
      "mode": .string(settings.mode.rawValue),
      "account": .string(settings.account.text),
      "strategy": .string(settings.strategy),
      "strategy_parameters": .object(
        settings.strategyParameters.all.map { Node.Member(key: $0.name, value: .string($0.value.description)) }),
      "timeframe": .string(settings.timeframe.text),
      "pairs": .array(settings.pairs.map { .string($0.description) }),
      "pair_blacklist": .array(settings.pairBlacklist.map { .string($0.description) }),
      "stake_currency": .string(settings.stakeCurrency.code),
      "stake_amount": stake(settings.stakeAmount),
      "max_open_trades": .number(settings.maxOpenTrades),
      "dry_run_wallet": .decimal(settings.dryRunWallet.description),
      "available_capital": decimal(settings.availableCapital?.value),
      "risk": risk(settings.risk),
      "exits": exits(settings.exits),
    ]
    return node.json()
  }

  private static func stake(_ stake: StakeAmount) -> Node {
    switch stake {
    case .fixed(let amount): .decimal(amount.description)
    case .unlimited: "unlimited"
    }
  }

  private static func risk(_ risk: RiskLimits) -> Node {
    [
      "max_trade_value": decimal(risk.maxTradeValue?.value),
      "max_exposure": decimal(risk.maxExposure?.value),
      "max_exposure_per_pair": decimal(risk.maxExposurePerPair?.value),
      "max_open_orders": risk.maxOpenOrders.map { Node.number($0) } ?? .null,
      "max_daily_loss": decimal(risk.maxDailyLoss?.value),
      "max_drawdown": decimal(risk.maxDrawdown?.value),
    ]
  }

  private static func exits(_ rules: ExitRules) -> Node {
    let trailing: Node? = rules.trailing.map { trailing in
      [
        "positive": decimal(trailing.positive?.value),
        "positive_offset": decimal(trailing.positiveOffset.value),
        "only_offset_is_reached": .bool(trailing.onlyOffsetIsReached),
      ]
    }
    return [
      "minimal_roi": .array(
        rules.minimalROI.map { ["after_minutes": .number($0.afterMinutes), "ratio": decimal($0.ratio.value)] }),
      "stoploss": decimal(rules.stoploss.value),
      "trailing": trailing ?? .null,
    ]
  }

  private static func decimal(_ value: Fixed?) -> Node {
    value.map { Node.decimal($0.description) } ?? .null
  }

  static func read(_ text: String, _ findStrategy: BotStore.StrategyLookup) throws(SettingsFault) -> BotSettings {
    let node: Node
    do {
      node = try JSONParser().parse(text)
    } catch {
      throw SettingsFault("its settings are no JSON: \(error)")
    }
    let fields = SettingsFields(node)
    return BotSettings(
      name: try fields.value("name", BotName.init), description: try fields.text("description"),
      mode: try fields.value("mode", BotMode.init(rawValue:)),
      account: try fields.value("account", AccountName.init), strategy: try fields.text("strategy"),
      strategyParameters: try parameters(fields, findStrategy),
      timeframe: try fields.value("timeframe", Timeframe.init(rawValue:)), pairs: try fields.pairs("pairs"),
      pairBlacklist: try fields.pairs("pair_blacklist"),
      stakeCurrency: try fields.value("stake_currency", Asset.init),
      stakeAmount: try fields.value("stake_amount") { text in
        text == "unlimited" ? .unlimited : Fixed(stored: text).map { .fixed(Money($0)) }
      },
      maxOpenTrades: try fields.integer("max_open_trades"), dryRunWallet: Money(try fields.decimal("dry_run_wallet")),
      availableCapital: try fields.laterDecimal("available_capital").map(Money.init),
      risk: try risk(try fields.object("risk")), exits: try exits(try fields.object("exits")))
  }

  private static func parameters(
    _ fields: SettingsFields, _ findStrategy: BotStore.StrategyLookup
  ) throws(SettingsFault) -> ParameterValues {
    let name = try fields.text("strategy")
    guard let definition = findStrategy(name) else { throw SettingsFault("there is no strategy \(name)") }
    var given: [String: String] = [:]
    for member in try fields.object("strategy_parameters").members {
      guard let text = member.value.string else { throw SettingsFault("parameter \(member.key) is no text") }
      given[member.key] = text
    }
    do {
      return try definition.values(given)
    } catch {
      throw SettingsFault(error.faults.map(\.description).joined(separator: "; "))
    }
  }

  private static func risk(_ fields: SettingsFields) throws(SettingsFault) -> RiskLimits {
    RiskLimits(
      maxTradeValue: try fields.optionalDecimal("max_trade_value").map(Money.init),
      maxExposure: try fields.optionalDecimal("max_exposure").map(Money.init),
      maxExposurePerPair: try fields.optionalDecimal("max_exposure_per_pair").map(Money.init),
      maxOpenOrders: try fields.optionalInteger("max_open_orders"),
      maxDailyLoss: try fields.optionalDecimal("max_daily_loss").map(Money.init),
      maxDrawdown: try fields.optionalDecimal("max_drawdown").map(Ratio.init))
  }

  private static func exits(_ fields: SettingsFields) throws(SettingsFault) -> ExitRules {
    var steps: [ExitRules.ROIStep] = []
    for node in try fields.array("minimal_roi") {
      let step = SettingsFields(node)
      steps.append(
        ExitRules.ROIStep(
          afterMinutes: try step.integer("after_minutes"), ratio: Ratio(try step.decimal("ratio"))))
    }
    var trailing: ExitRules.Trailing?
    if let fields = try fields.optionalObject("trailing") {
      trailing = ExitRules.Trailing(
        positive: try fields.optionalDecimal("positive").map(Ratio.init),
        positiveOffset: Ratio(try fields.decimal("positive_offset")),
        onlyOffsetIsReached: try fields.flag("only_offset_is_reached"))
    }
    do {
      return try ExitRules(
        minimalROI: steps, stoploss: Ratio(try fields.decimal("stoploss")), trailing: trailing)
    } catch let fault as SettingsFault {
      throw fault
    } catch {
      throw SettingsFault("its exit rules don't hold together: \(error)")
    }
  }
}
