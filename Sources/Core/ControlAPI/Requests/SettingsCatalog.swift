// SPDX-License-Identifier: Apache-2.0

public import StrategyKit
public import TradingModel

/// What a bot's settings may name: strategies, instruments, accounts.
public struct SettingsCatalog: Sendable {
  /// Every strategy.
  public let strategies: [StrategyDefinition]
  /// Every instrument of the venue; nil where the venue has not been reached yet, so that pairs can't be checked.
  public let instruments: [Pair: InstrumentRules]?
  /// Every account.
  public let accounts: [AccountName]

  /// What a bot's settings may name.
  public init(
    strategies: [StrategyDefinition], instruments: [Pair: InstrumentRules]?, accounts: [AccountName] = [.default]
  ) {
    self.strategies = strategies
    self.instruments = instruments
    self.accounts = accounts
  }

  /// The strategy of a name, or nil.
  public func strategy(named name: String) -> StrategyDefinition? {
    strategies.first { $0.name == name }
  }
}
