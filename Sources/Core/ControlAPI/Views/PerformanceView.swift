// SPDX-License-Identifier: Apache-2.0

public import Documents
public import Performance
public import TradingModel

/// What a bot's closed trades have come to, as it is shown.
public struct PerformanceView: Hashable, Sendable {
  /// Whose performance it is.
  public let bot: BotName
  /// What the amounts are in.
  public let currency: Asset
  /// The figures.
  public let summary: PerformanceSummary

  /// What a bot's closed trades have come to.
  public init(bot: BotName, currency: Asset, summary: PerformanceSummary) {
    self.bot = bot
    self.currency = currency
    self.summary = summary
  }

  /// The document. What is not defined is null: a win rate without trades, a Sharpe ratio without deviation.
  public var node: Node {
    let all = summary.all
    return .object(
      [
        .init(key: "bot", value: .string(bot.text)),
        .init(key: "stake_currency", value: .string(currency.code)),
        .init(key: "initial_wallet", value: .money(summary.initialWallet)),
        .init(key: "equity", value: .money(summary.equity)),
        .init(key: "total_profit_ratio", value: .number(summary.profitRatio)),
      ] + all.members + [
        .init(key: "expectancy", value: .optional(all.expectancy, Node.money)),
        .init(key: "expectancy_ratio", value: .optional(all.expectancyRatio) { .number($0) }),
        .init(key: "max_drawdown", value: .optional(summary.largestDrawdown, \.node)),
        .init(key: "max_relative_drawdown", value: .optional(summary.deepestDrawdown, \.node)),
        .init(key: "current_drawdown", value: .optional(summary.currentDrawdown, \.node)),
        .init(key: "sharpe", value: .optional(summary.sharpe) { .number($0) }),
        .init(key: "sortino", value: .optional(summary.sortino) { .number($0) }),
        .init(key: "calmar", value: .optional(summary.calmar) { .number($0) }),
        .init(key: "by_pair", value: Self.table(summary.byPair, "pair")),
        .init(key: "by_day", value: Self.table(summary.byDay, "day")),
        .init(key: "by_exit_reason", value: Self.table(summary.byExitReason, "exit_reason")),
      ])
  }

  private static func table<Key: CustomStringConvertible>(_ tallies: [KeyedTally<Key>], _ name: String) -> Node {
    .array(
      tallies.map { .object([.init(key: name, value: .string($0.key.description))] + $0.tally.members) })
  }
}

extension ResultTally {
  /// Counts and profit.
  var members: [Node.Member] {
    [
      .init(key: "trades", value: .number(trades)),
      .init(key: "wins", value: .number(wins)),
      .init(key: "losses", value: .number(losses)),
      .init(key: "draws", value: .number(draws)),
      .init(key: "win_rate", value: .optional(winRate) { .number($0) }),
      .init(key: "profit_abs", value: .money(profit)),
      .init(key: "profit_mean", value: .optional(averageProfitRatio) { .number($0) }),
      .init(key: "profit_factor", value: .optional(profitFactor) { .number($0) }),
    ]
  }
}

extension Drawdown {
  /// The fall's document.
  var node: Node {
    [
      "amount": .money(amount), "ratio": .number(ratio), "peak_at": .optional(peakAt, Node.time),
      "trough_at": .time(troughAt),
    ]
  }
}
