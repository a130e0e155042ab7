// SPDX-License-Identifier: Apache-2.0

import Indicators
import StrategyKit

/// The rules of the strategies worked out over whole arrays, each straight from its definition: nothing is kept from
/// candle to candle, everything is looked for anew.
struct ArrayRules {
  let bars: [Bar]

  /// Where swings are: the candle's number and its price.
  func swings(_ reach: Int, high isHigh: Bool) -> [(index: Int, price: Double)] {
    let prices = bars.map { isHigh ? $0.high : -$0.low }
    return bars.indices.dropFirst(reach).dropLast(reach).filter { index in
      prices[(index - reach)..<index].allSatisfy { $0 <= prices[index] }
        && prices[(index + 1)...(index + reach)].allSatisfy { $0 < prices[index] }
    }.map { ($0, isHigh ? bars[$0].high : bars[$0].low) }
  }

  /// The closes beyond the last confirmed swing, in order.
  func breaks(_ reach: Int) -> [(index: Int, isUp: Bool)] {
    var found: [(Int, Bool)] = []
    for isUp in [true, false] {
      let all = swings(reach, high: isUp)
      for (place, swing) in all.enumerated() {
        // It is the level from its confirmation until the next one's.
        let end = place + 1 < all.count ? all[place + 1].index + reach : bars.count
        let first = ((swing.index + reach)..<end).first {
          isUp ? bars[$0].close > swing.price : bars[$0].close < swing.price
        }
        if let first { found.append((first, isUp)) }
      }
    }
    return found.sorted { $0.0 < $1.0 }
  }

  func breakOfStructure(_ swing: Int) -> [SignalAction?] {
    let breaks = breaks(swing)
    return sides { index in
      let past = breaks.filter { $0.index <= index }.suffix(2).map(\.isUp)
      return past.count == 2 && past[0] == past[1] ? (past[1] ? .enter : .exit) : nil
    }
  }

  func changeOfCharacter(_ swing: Int) -> [SignalAction?] {
    let breaks = breaks(swing)
    return sides { index in breaks.last { $0.index <= index }.map { $0.isUp ? .enter : .exit } }
  }

  /// What patterns said, by candle: the side and the close that refutes it.
  typealias Calls = [Int: (side: SignalAction, limit: Double)]

  /// The sides of calls that hold so long.
  func sides(of calls: Calls, lifetime: Int) -> [SignalAction?] {
    let sorted = calls.keys.sorted()
    return sides { index in
      guard let made = sorted.last(where: { $0 <= index }), let call = calls[made] else { return nil }
      let isOld = index - made > lifetime
      let isRefuted = bars[(made + 1)...].prefix(index - made).contains {
        call.side == .enter ? $0.close < call.limit : $0.close > call.limit
      }
      return isOld || isRefuted ? nil : call.side
    }
  }

  /// What zones say that were made at a candle: where the first return to each within so many candles held.
  func calls(_ zones: [(made: Int, side: SignalAction, bottom: Double, top: Double)], lifetime: Int) -> Calls {
    var held: [Int: [(made: Int, side: SignalAction, limit: Double)]] = [:]
    for zone in zones {
      let later = ((zone.made + 1)..<bars.count).prefix(lifetime)
      guard
        let back = later.first(where: {
          zone.side == .enter ? bars[$0].low <= zone.top : bars[$0].high >= zone.bottom
        })
      else { continue }
      let close = bars[back].close
      if zone.side == .enter, close > zone.bottom { held[back, default: []].append((zone.made, .enter, zone.bottom)) }
      if zone.side == .exit, close < zone.top { held[back, default: []].append((zone.made, .exit, zone.top)) }
    }
    return held.compactMapValues { zones in
      guard Set(zones.map(\.side)).count == 1, let newest = zones.max(by: { $0.made < $1.made }) else { return nil }
      return (newest.side, newest.limit)
    }
  }

  func fairValueGap(_ minimum: Double) -> [SignalAction?] {
    let gaps = bars.indices.dropFirst(2).compactMap {
      index -> (made: Int, side: SignalAction, bottom: Double, top: Double)? in
      let (first, third) = (bars[index - 2], bars[index])
      let least = minimum * bars[index - 1].close
      if third.low - first.high > 0, third.low - first.high >= least { return (index, .enter, first.high, third.low) }
      if first.low - third.high > 0, first.low - third.high >= least { return (index, .exit, third.high, first.low) }
      return nil
    }
    return sides(of: calls(gaps, lifetime: 200), lifetime: 50)
  }

  func orderBlocks(_ swing: Int, _ displacement: Double) -> [SignalAction?] {
    var range = ATR(period: 14)
    let ranges = bars.map { range.update($0) }
    let blocks = breaks(swing).compactMap {
      event -> (made: Int, side: SignalAction, bottom: Double, top: Double)? in
      guard event.index > 0, let usual = ranges[event.index - 1] else { return nil }
      let body = bars[event.index].close - bars[event.index].open
      guard event.isUp ? body > 0 : body < 0, body.magnitude >= displacement * usual else { return nil }
      let block = bars[..<event.index].suffix(2 * swing).last {
        event.isUp ? $0.close < $0.open : $0.close > $0.open
      }
      return block.map { (event.index, event.isUp ? .enter : .exit, $0.low, $0.high) }
    }
    return sides(of: calls(blocks, lifetime: 200), lifetime: 100)
  }

  func liquiditySweep(_ swing: Int, _ lookback: Int) -> [SignalAction?] {
    let (highs, lows) = (swings(swing, high: true), swings(swing, high: false))
    var calls: Calls = [:]
    for index in bars.indices {
      let bar = bars[index]
      let below = lows.filter { low in
        low.index + swing < index && index - low.index <= lookback && bar.low < low.price
          && !bars[(low.index + 1)..<index].contains { $0.low < low.price }
      }
      let above = highs.filter { high in
        high.index + swing < index && index - high.index <= lookback && bar.high > high.price
          && !bars[(high.index + 1)..<index].contains { $0.high > high.price }
      }
      let isUp = !below.isEmpty && below.allSatisfy { bar.close > $0.price }
      let isDown = !above.isEmpty && above.allSatisfy { bar.close < $0.price }
      if isUp != isDown { calls[index] = isUp ? (.enter, bar.low) : (.exit, bar.high) }
    }
    return sides(of: calls, lifetime: lookback)
  }

  func sides(_ side: (Int) -> SignalAction?) -> [SignalAction?] { bars.indices.map(side) }
}

/// The signals of sides by candle: where the side turns, once the strategy has warmed up.
func turns(_ sides: [SignalAction?], warmUp: Int) -> [(index: Int, side: SignalAction)] {
  sides.indices.dropFirst(warmUp).compactMap { index in
    sides[index] == sides[index - 1] ? nil : sides[index].map { (index, $0) }
  }
}
