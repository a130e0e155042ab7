// SPDX-License-Identifier: Apache-2.0

import BotModel
import Documents
import MarketData
import StrategyKit
import TradingModel

/// What a bot looks like when it is written and when it is changed.
enum BotSchemas {
  /// The body of `POST /bots`, and a bot file.
  static let draft = Schema.object(
    [
      .required("name", .text(.botName, "What people call it; it can't be changed.")),
      .optional("description", .text(.words(upTo: 500), "What it is for."), default: ""),
      .optional(
        "mode", .choice(of: BotMode.self, "Dry-run trades on paper at live prices; live_spot with real money."),
        default: "dry_run"),
      .optional("account", .text(.accountName, "Whose money it uses."), default: "default"),
      .required("strategy", .text(.strategyName, "See GET /api/v1/strategies.")),
      .optional("strategy_parameters", parameters),
      .optional("timeframe", timeframe, default: "5m"),
      .required(
        "pairs",
        .list(.text(.pair), count: 1...pairLimit, "What it may trade; each is paid in the stake currency.")),
      .optional(
        "pair_blacklist", .list(.text(.pair), count: 0...pairLimit, "What it may not trade all the same."),
        default: []),
      .optional("stake_currency", .text(.asset, "What it pays with; by default the quote of the first pair.")),
      .optional("stake_amount", stakeAmount, default: "unlimited"),
      .optional("max_open_trades", .whole(1...1000, "How many trades it may have open."), default: 3),
      .optional(
        "dry_run_wallet", .decimal(.positive, "What a dry-run bot starts with, in stake currency."),
        default: "1000"),
      .optional(
        "available_capital",
        .decimal(
          .positive,
          "How much of the account's stake currency is a live bot's own from its first start on; by default what its "
            + "slots take, or all that no bot owns where its stake is unlimited."
        ).orNull),
      .optional("risk", risk),
    ] + exits, "A bot to be created.", name: "BotDraft")

  /// The body of `PATCH /bots/{name}`: a JSON merge patch; null brings back the default.
  static let patch: Schema = {
    guard case .object(let fields) = draft.form else { preconditionFailure("a bot's draft is an object") }
    let changeable = fields.filter { $0.name != "name" }.map { field in
      Schema.Field.optional(field.name, field.isRequired ? field.schema : patchable(field.schema))
    }
    return .object(
      changeable, "What is to be changed; null brings back a field's default.", name: "BotPatch")
  }()

  /// How long candles are.
  static let timeframe = Schema.choice(of: Timeframe.self, "How long the candles are.")

  /// How many pairs a list may have.
  static let pairLimit = 500

  /// The strategy's parameters by name.
  private static let parameters = Schema(
    .map(keys: .parameterName, parameter, count: 0...50),
    doc: "The strategy's parameters by name; those that aren't given have their defaults.")

  private static let parameter = Schema(
    .either([.decimal(.any), .text(.words(upTo: 4000)), .list(.text(.words(upTo: 200)), count: 0...100)]),
    doc: "a number, a text, or a list of texts")

  private static let stakeAmount = Schema(
    .either([.decimal(.positive), .choice(["unlimited"])]),
    doc: "a decimal above 0, or unlimited (an equal share of what the bot has, by its slots)")

  private static let risk = Schema.object(
    [
      .optional("max_trade_value", .decimal(.positive, "The largest value of one entry.").orNull),
      .optional("max_exposure", .decimal(.positive, "The largest value of all that is open or ordered.").orNull),
      .optional("max_exposure_per_pair", .decimal(.positive, "The same for one pair.").orNull),
      .optional("max_open_orders", .whole(1...1000, "How many orders may rest at once.").orNull),
      .optional("max_daily_loss", .decimal(.positive, "What may be lost in a UTC day; clears itself.").orNull),
      .optional(
        "max_drawdown",
        .decimal(
          Schema.Bounds(minimum: .zero, maximum: .one, excludesMinimum: true),
          "How far equity may fall below its peak, a ratio; stays until the bot is started anew."
        ).orNull),
    ], "Limits in stake currency; they hold back entries, never exits.", name: "RiskLimits")

  /// When a bot leaves a trade other than by a signal: Freqtrade's names and meaning.
  private static let exits: [Schema.Field] = [
    .optional(
      "minimal_roi",
      Schema(
        .map(keys: .minutes, .decimal(Schema.Bounds(minimum: -1, maximum: 1000)), count: 0...50),
        doc: "From so many minutes on, so much profit is enough.")),
    .optional("stoploss", .decimal(Schema.Bounds(minimum: -1, maximum: .zero), "The loss at which to leave.")),
    .optional("trailing_stop", .boolean("Whether the stop follows the price.")),
    .optional(
      "trailing_stop_positive",
      .decimal(
        Schema.Bounds(minimum: .zero, maximum: .one, excludesMinimum: true),
        "How far below the highest price it follows once in profit."
      ).orNull),
    .optional(
      "trailing_stop_positive_offset",
      .decimal(Schema.Bounds(minimum: .zero, maximum: .one), "The profit above which that is in force.")),
    .optional(
      "trailing_only_offset_is_reached", .boolean("Whether the stop stays until the offset has been reached.")),
  ]

  /// A schema whose values may be null, its fields and entries too.
  private static func patchable(_ schema: Schema) -> Schema {
    switch schema.form {
    case .object(let fields):
      Schema(
        .object(fields.map { .optional($0.name, patchable($0.schema)) }), doc: schema.doc, isNullable: true,
        name: schema.name.map { $0 + "Patch" })
    case .map(let keys, let value, let count):
      Schema(.map(keys: keys, value.orNull, count: count), doc: schema.doc, isNullable: true)
    default: schema.orNull
    }
  }
}
