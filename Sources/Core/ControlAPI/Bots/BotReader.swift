// SPDX-License-Identifier: Apache-2.0

import BotModel
import Documents
import MarketData
import StrategyKit
import TradingModel

/// Reads a bot's settings from a document whose form has been checked, and collects what is wrong with the values.
struct BotReader {
  let node: Node
  let catalog: SettingsCatalog
  private var faults: [FieldError] = []

  init(node: Node, catalog: SettingsCatalog) {
    self.node = node
    self.catalog = catalog
  }

  mutating func settings() throws(FieldErrors) -> BotSettings {
    let pairs = readPairs(of: "pairs")
    let currency = node["stake_currency"]?.string.flatMap(Asset.init) ?? pairs.first?.quote
    checkQuotes(pairs, currency)
    let blacklist = readPairs(of: "pair_blacklist")
    let account = readAccount()
    checkCapital()
    let strategy = readStrategy()
    let parameters = strategy.flatMap { readParameters(of: $0) }
    let exits = strategy.flatMap { readExits(of: $0) }
    guard faults.isEmpty, let name = node["name"]?.string.flatMap(BotName.init), let strategy, let parameters,
      let exits, let currency, let account
    else { throw FieldErrors(faults.isEmpty ? [FieldError("", value: nil, "the document has no bot")] : faults) }
    return BotSettings(
      name: name, description: node["description"]?.string ?? "", mode: choice("mode") ?? .dryRun, account: account,
      strategy: strategy.name, strategyParameters: parameters, timeframe: readTimeframe(of: strategy),
      pairs: pairs, pairBlacklist: blacklist, stakeCurrency: currency, stakeAmount: stakeAmount,
      maxOpenTrades: whole("max_open_trades", in: node) ?? 3,
      dryRunWallet: money("dry_run_wallet", in: node) ?? Money(1000),
      availableCapital: money("available_capital", in: node), risk: risk, exits: exits)
  }

  // MARK: Values whose form is enough

  private func choice<Value: RawRepresentable<String>>(_ field: String) -> Value? {
    node[field]?.string.flatMap(Value.init(rawValue:))
  }

  private func decimal(_ field: String, in node: Node?) -> Fixed? {
    node?[field].flatMap { try? DecimalInput.value(of: $0) }
  }

  private func money(_ field: String, in node: Node?) -> Money? { decimal(field, in: node).map(Money.init) }

  private func ratio(_ field: String) -> Ratio? { decimal(field, in: node).map(Ratio.init) }

  private func whole(_ field: String, in node: Node?) -> Int? { node?[field]?.int64.flatMap(Int.init(exactly:)) }

  private var stakeAmount: StakeAmount { money("stake_amount", in: node).map(StakeAmount.fixed) ?? .unlimited }

  private var risk: RiskLimits {
    let risk = node["risk"]
    return RiskLimits(
      maxTradeValue: money("max_trade_value", in: risk), maxExposure: money("max_exposure", in: risk),
      maxExposurePerPair: money("max_exposure_per_pair", in: risk), maxOpenOrders: whole("max_open_orders", in: risk),
      maxDailyLoss: money("max_daily_loss", in: risk), maxDrawdown: decimal("max_drawdown", in: risk).map(Ratio.init))
  }

  // MARK: Values that must exist or agree

  private mutating func readPairs(of field: String) -> [Pair] {
    var found: [Pair] = []
    for (index, element) in (node[field]?.array ?? []).enumerated() {
      let path = "\(field)[\(index)]"
      do {
        let pair = try catalog.pair(element.string ?? "", at: path)
        if found.contains(pair) {
          faults.append(FieldError(path, value: element.string, "\(pair) stands twice in \(field)"))
        }
        found.append(pair)
      } catch {
        faults += error.all
      }
    }
    return found
  }

  private mutating func checkQuotes(_ pairs: [Pair], _ currency: Asset?) {
    guard let currency else { return }
    for (index, pair) in pairs.enumerated() where pair.quote != currency {
      faults.append(
        FieldError(
          "pairs[\(index)]", value: pair.description,
          "every pair must be paid in the stake currency \(currency), and \(pair) is paid in \(pair.quote)"))
    }
  }

  /// Only a live bot has capital of its account. It needs it when it is started, and may get it later.
  private mutating func checkCapital() {
    let mode: BotMode = choice("mode") ?? .dryRun
    guard mode == .dryRun, let capital = money("available_capital", in: node) else { return }
    faults.append(
      FieldError(
        "available_capital", value: capital.description,
        "only a live_spot bot has it; a dry_run bot starts with dry_run_wallet"))
  }

  private mutating func readAccount() -> AccountName? {
    guard let text = node["account"]?.string else { return .default }
    if let account = AccountName(text), catalog.accounts.contains(account) { return account }
    let known = catalog.accounts.map(\.text).joined(separator: ", ")
    faults.append(FieldError("account", value: text, "there is no account named '\(text)'; there is \(known)"))
    return nil
  }

  private mutating func readStrategy() -> StrategyDefinition? {
    let name = node["strategy"]?.string ?? ""
    if let strategy = catalog.strategy(named: name) { return strategy }
    let known = catalog.strategies.map(\.name)
    let hint = suggestion(for: name, among: known)
    faults.append(
      FieldError(
        "strategy", value: name,
        "there is no strategy named '\(name)'\(hint.isEmpty ? "; there are \(known.joined(separator: ", "))" : hint)"))
    return nil
  }

  private mutating func readTimeframe(of strategy: StrategyDefinition) -> Timeframe {
    let given: Timeframe? = choice("timeframe")
    guard let own = strategy.timeframe else { return given ?? .fiveMinutes }
    if let given, given != own {
      faults.append(
        FieldError(
          "timeframe", value: given.text,
          "strategy \(strategy.name) decides on candles of \(own): say so, or leave it out"))
    }
    return own
  }

  private mutating func readParameters(of strategy: StrategyDefinition) -> ParameterValues? {
    var given: [String: String] = [:]
    for member in node["strategy_parameters"]?.object ?? [] {
      given[member.key] = Self.text(of: member.value)
    }
    do {
      return try strategy.values(given)
    } catch {
      faults += error.faults.map { fault in
        FieldError("strategy_parameters.\(fault.name)", value: given[fault.name], fault.description)
      }
      return nil
    }
  }

  /// A parameter as its strategy reads it: a number or a text as it is, a list with commas between its items.
  private static func text(of node: Node) -> String? {
    if let number = try? DecimalInput.value(of: node) { return number.description }
    return node.string ?? node.array.map { $0.compactMap(\.string).joined(separator: ", ") }
  }

  private mutating func readExits(of strategy: StrategyDefinition) -> ExitRules? {
    let table = node["minimal_roi"]?.object?.compactMap { member -> ExitRules.ROIStep? in
      guard let minutes = Int(member.key), let ratio = try? DecimalInput.value(of: member.value) else { return nil }
      return ExitRules.ROIStep(afterMinutes: minutes, ratio: Ratio(ratio))
    }
    let overrides = ExitRuleOverrides(
      minimalROI: table, stoploss: ratio("stoploss"), trailingStop: node["trailing_stop"]?.bool,
      trailingStopPositive: ratio("trailing_stop_positive"),
      trailingStopPositiveOffset: ratio("trailing_stop_positive_offset"),
      trailingOnlyOffsetIsReached: node["trailing_only_offset_is_reached"]?.bool)
    do {
      return try overrides.applied(to: strategy.exitDefaults)
    } catch {
      faults += error.faults.map { FieldError($0.key, value: $0.value, $0.description) }
      return nil
    }
  }
}
