// SPDX-License-Identifier: Apache-2.0

import BotModel
import TradingModel

extension TradeEngine {
  /// How much of what a bot has an unlimited stake may use; the rest is left for fees and slippage, as Freqtrade does.
  static let tradableBalanceRatio = Ratio(Fixed(units: 990_000_000_000))

  /// What the next entry takes by the bot's settings.
  ///
  /// An unlimited stake is an equal share by slots of what is free and what is at work, and never more than is free.
  func stakeOfNextEntry() -> Money {
    switch settings.stakeAmount {
    case .fixed(let stake): return stake
    case .unlimited:
      let free = self.free
      guard let usable = try? (free + exposure()).times(Self.tradableBalanceRatio, rounding: .down),
        let share = try? usable.value.divided(by: Fixed(settings.maxOpenTrades), rounding: .down),
        let most = try? free.times(Self.tradableBalanceRatio, rounding: .down)
      else { return .zero }
      return min(Money(share), most)
    }
  }
}
