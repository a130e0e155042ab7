// SPDX-License-Identifier: Apache-2.0

import Indicators
import MarketData
import StrategyKit
import TradingModel

/// Says what a candle's volume tells it to say.
struct ScriptedStrategy: Strategy {
  enum Line: Int {
    case nothing = 0
    case enter
    case exit
    case fail
  }

  static let definition = StrategyDefinition(name: "scripted", summary: "", rules: "", parameters: []) { _ in
    ScriptedStrategy()
  }

  let warmUp = 0
  let stance: Stance? = Stance.neutral

  func update(_ bar: Bar) throws(StrategyFailure) -> Signal? {
    switch Line(rawValue: Int(bar.volume)) {
    case .enter: return Signal(.enter, tag: "up", reason: "the script says so")
    case .exit: return Signal(.exit, tag: "down", reason: "the script says so")
    case .fail: throw StrategyFailure(at: Instant(milliseconds: bar.openTime), reason: "the script says so")
    case .nothing, nil: return nil
    }
  }
}
