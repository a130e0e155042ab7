// SPDX-License-Identifier: Apache-2.0

import Indicators
import StrategyKit
import TradingModel

extension Bar {
  /// Makes sure that the candle's numbers are numbers.
  ///
  /// - Throws: ``StrategyFailure`` that names those that aren't finite.
  func requireFinite() throws(StrategyFailure) {
    // An infinity or a NaN anywhere makes the sum one; finite numbers that overflow it are looked at one by one.
    if (open + high + low + close + volume).isFinite { return }
    let numbers = [("open", open), ("high", high), ("low", low), ("close", close), ("volume", volume)]
    let wrong = numbers.filter { !$0.1.isFinite }.map { "its \($0.0) is \($0.1)" }
    guard !wrong.isEmpty else { return }
    throw StrategyFailure(at: Instant(milliseconds: openTime), reason: wrong.joined(separator: ", "))
  }
}
