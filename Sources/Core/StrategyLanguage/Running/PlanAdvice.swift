// SPDX-License-Identifier: Apache-2.0

import StrategyKit

/// A plan's rules about trades with the values of one candle.
struct PlanAdvice: TradeAdvice {
  let rules: TradeRules
  let row: PlanRow

  var isEntryTrue: Bool { row.enterRule != nil }

  var entriesAddedMax: Int? { rules.entriesAddedMax }

  var isAskedAtPrices: Bool { rules.hasStoploss || !rules.exitTags.isEmpty }

  func customExit(_ trade: TradeContext) -> String? { rules.customExit(row, trade) }

  func customStoploss(_ trade: TradeContext) -> Double? { rules.customStoploss(row, trade) }

  func adjustment(_ trade: TradeContext) -> PositionAdjustment? { rules.adjustment(row, trade) }

  func entryPrice(_ trade: TradeContext) -> Double? { rules.entryPrice(row, trade) }

  func exitPrice(_ trade: TradeContext) -> Double? { rules.exitPrice(row, trade) }
}
