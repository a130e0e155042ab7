// SPDX-License-Identifier: Apache-2.0

import StrategyKit

/// Rules about trades that say what a test wants.
struct ScriptedAdvice: TradeAdvice {
  var isEntryTrue = false
  var entriesAddedMax: Int?
  var leaves: (@Sendable (TradeContext) -> String?)?
  var stops: (@Sendable (TradeContext) -> Double?)?
  var adjusts: (@Sendable (TradeContext) -> PositionAdjustment?)?
  var buysAt: (@Sendable (TradeContext) -> Double?)?
  var sellsAt: (@Sendable (TradeContext) -> Double?)?

  var isAskedAtPrices: Bool { leaves != nil || stops != nil }

  func customExit(_ trade: TradeContext) -> String? { leaves?(trade) }

  func customStoploss(_ trade: TradeContext) -> Double? { stops?(trade) }

  func adjustment(_ trade: TradeContext) -> PositionAdjustment? { adjusts?(trade) }

  func entryPrice(_ trade: TradeContext) -> Double? { buysAt?(trade) }

  func exitPrice(_ trade: TradeContext) -> Double? { sellsAt?(trade) }
}
