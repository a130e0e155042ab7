// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// What entries and exits by hand look like.
enum OrderSchemas {
  static let entry = Schema.object(
    [
      .required("pair", .text(.pair, "One of the bot's pairs.")),
      .optional("stake_amount", .decimal(.positive, "For how much; by default the bot's own stake.")),
      .optional("limit_price", .decimal(.positive, "At most at this price; by default the market's.")),
    ], name: "EntryRequest")

  static let exit = Schema.object(
    [
      .optional("trade_id", .whole(1...Int64.max, "Which trade; either this or the pair.")),
      .optional("pair", .text(.pair, "Whose open trade; either this or trade_id.")),
      .optional("limit_price", .decimal(.positive, "At least at this price; by default the market's.")),
    ], name: "ExitRequest")
}
