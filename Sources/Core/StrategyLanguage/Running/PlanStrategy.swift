// SPDX-License-Identifier: Apache-2.0

public import Indicators
import MarketData
public import StrategyKit
import TradingModel

/// A strategy file at work: a plan's run behind the face that all strategies have.
///
/// It is of the opinion to enter at each candle at which a rule under `enter` is true and none under `exit`, and the
/// other way round; a signal is given at each such candle.
public struct PlanStrategy: Strategy {
  /// The run; its row has what the last candle came to.
  public private(set) var run: PlanRun
  /// How many candles are taken before the first signal: the file's `startup_candles`. As many of each of ``inputs`` are
  /// to be there by then.
  public let warmUp: Int

  private let isAdvising: Bool

  /// A strategy of a plan that has seen nothing.
  ///
  /// - Parameters:
  ///   - startupCandles: how many candles of each series are taken before the first signal; what the plan needs where
  ///     that is more.
  ///   - isAdvising: whether it gives ``advice`` though the plan has no rules about trades.
  public init(_ plan: StrategyPlan, startupCandles: Int, isAdvising: Bool = false) {
    run = plan.start(largerCandles: .given)
    self.isAdvising = isAdvising || !plan.trade.isEmpty
    warmUp = max(plan.startupCandles, startupCandles)
  }

  /// The other series that it reads: larger candles of the bot's own pair, which are the venue's, and other pairs.
  public var inputs: [StrategyInput] {
    run.plan.inputs.map { StrategyInput(pair: $0.pair, timeframe: $0.timeframe) }
  }

  /// Takes the next closed candle of another series.
  public mutating func take(_ bar: Bar, of input: Int) { run.take(bar, of: input) }

  /// Takes the next closed candle; the signal of the rule that acts, if there is one.
  public mutating func update(_ bar: Bar) -> Signal? {
    let row = run.update(bar)
    guard run.count > warmUp else { return nil }
    let acting = row.acting
    if let rule = acting.enter { return signal(.enter, run.plan.enter[rule]) }
    if let rule = acting.exit { return signal(.exit, run.plan.exit[rule]) }
    return nil
  }

  private func signal(_ action: SignalAction, _ rule: PlanRule) -> Signal {
    Signal(action, tag: rule.tag, reason: reason(rule))
  }

  /// Enter or exit where a rule acts, else neither.
  public var stance: Stance? {
    guard run.count >= warmUp else { return nil }
    let acting = run.row.acting
    return acting.enter != nil ? Stance(.enter) : acting.exit != nil ? Stance(.exit) : .neutral
  }

  /// The rule that acts with its numbers; where none does, what is missing of the rules to enter by.
  public var reason: String {
    guard run.count >= warmUp else { return "\(run.count) of \(warmUp) candles are there" }
    let (row, plan) = (run.row, run.plan)
    if row.enterRule != nil, row.exitRule != nil { return "a rule to enter and a rule to exit are both true" }
    if let rule = row.enterRule { return reason(plan.enter[rule]) }
    if let rule = row.exitRule { return reason(plan.exit[rule]) }
    return plan.enter.map { rule in
      let missing = rule.parts.filter { row.values[$0.slot] != 1 }.map { part in
        "\(part.text) is \(row.values[part.slot] == 0 ? "false" : "undefined")"
      }
      return (rule.tag.isEmpty ? "" : "\(rule.tag): ") + missing.joined(separator: ", ")
    }.joined(separator: "; ")
  }

  private func reason(_ rule: PlanRule) -> String {
    let numbers = readings.map(\.description).joined(separator: ", ")
    return numbers.isEmpty ? rule.text : "\(rule.text) (\(numbers))"
  }

  /// What the file's rules say of trades at the last candle, where it has such rules.
  public var advice: (any TradeAdvice)? {
    isAdvising ? PlanAdvice(rules: run.plan.trade, row: run.row) : nil
  }

  /// What the file names under `indicators`; conditions are 1 or 0.
  public var readings: [Reading] {
    zip(run.plan.values, run.row.values).compactMap { value, number in
      number.isFinite ? Reading(value.name, number) : nil
    }
  }
}

extension StrategyFile {
  /// The file's public face among all strategies.
  public var definition: StrategyDefinition {
    let enter = rules.enter.map { rules.expressions[$0.when].text }.joined(separator: "; or ")
    let exit = rules.exit.map { rules.expressions[$0.when].text }.joined(separator: "; or ")
    return StrategyDefinition(
      name: name, summary: summary, rules: "enter: \(enter)" + (exit.isEmpty ? "" : "; exit: \(exit)"),
      parameters: parameters, exitDefaults: exitRules, settings: conduct, timeframe: timeframe,
      source: .file, tradeRules: tradeKeys,
      check: { values in
        guard let fault = self.compile(Self.numbers(values), timeframe: self.timeframe).1.first else { return [] }
        let name = values.all.first { fault.message.contains($0.name) }?.name ?? values.all.first?.name ?? ""
        return [ParameterFault(name, .contradiction("go together with the rest: \(fault)"))]
      },
      identify: { values in
        guard let plan = try? self.plan(Self.numbers(values)) else { return "" }
        return "\(max(plan.startupCandles, self.startupCandles)) \(plan.identity.text)\n\(plan.words)"
          + (self.settings.ignoreROIIfEntrySignal ? "\nadvises" : "")
      },
      build: { values in
        guard let plan = try? self.plan(Self.numbers(values)) else {
          preconditionFailure("the values were checked by compiling the plan that is made of them")
        }
        return PlanStrategy(
          plan, startupCandles: self.startupCandles, isAdvising: self.settings.ignoreROIIfEntrySignal)
      })
  }

  /// The settings as a bot follows them: whoever names a price wants limit orders.
  private var conduct: StrategySettings {
    var conduct = settings
    if conduct.entersAtMarket == nil, rules.entryPrice != nil { conduct.entersAtMarket = false }
    if conduct.exitsAtMarket == nil, rules.exitPrice != nil { conduct.exitsAtMarket = false }
    return conduct
  }

  /// The keys that it has about trades and orders, beside exits.
  private var tradeKeys: [String] {
    let standard = StrategySettings()
    let keys: [(String, Bool)] = [
      ("entry_price", rules.entryPrice != nil), ("exit_price", rules.exitPrice != nil),
      ("custom_exit", !rules.customExit.isEmpty), ("custom_stoploss", rules.customStoploss != nil),
      ("adjust_position", !rules.adjustments.isEmpty), ("protections", !settings.protections.isEmpty),
      ("use_exit_signal", !settings.useExitSignal), ("exit_profit_only", settings.exitProfitOnly),
      ("exit_profit_offset", settings.exitProfitOffset != standard.exitProfitOffset),
      ("ignore_roi_if_entry_signal", settings.ignoreROIIfEntrySignal),
      ("ignore_buying_expired_candle_after", settings.entrySignalSeconds != nil),
      ("unfilledtimeout", settings.unfilledTimeout != nil),
      ("order_types", settings.entersAtMarket != nil || settings.exitsAtMarket != nil),
    ]
    return keys.filter(\.1).map(\.0)
  }

  /// Checked values as a plan takes them.
  public static func numbers(_ values: ParameterValues) -> [String: Double] {
    Dictionary(values.all.map { ($0.name, $0.value.approximated) }) { first, _ in first }
  }
}
