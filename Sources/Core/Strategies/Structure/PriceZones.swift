// SPDX-License-Identifier: Apache-2.0

import Indicators
import StrategyKit

/// A range of prices to which the market is expected to come back, and to turn there.
struct PriceZone: Hashable, Sendable {
  /// Enter for a zone from which the price should rise, exit for one from which it should fall.
  let side: SignalAction
  /// Its lowest price.
  let bottom: Double
  /// Its highest price.
  let top: Double
  /// How many candles ago it was made.
  var age = 0

  /// The price that refutes what it says: for enter the bottom, for exit the top.
  var limit: Double { side == .enter ? bottom : top }

  /// Whether a candle comes into the zone from the side on which the price stood.
  func isReached(by bar: Bar) -> Bool { side == .enter ? bar.low <= top : bar.high >= bottom }

  /// Whether a close leaves the zone standing: it is not through its far end.
  func holds(at close: Double) -> Bool { side == .enter ? close > bottom : close < top }
}

/// The zones that the price has not come back to yet.
///
/// A zone is used up by the first candle that comes back into it: it holds if that candle closes on the near side of its
/// far end, else it has failed. A zone that the price has not come back to within ``lifetime`` candles is forgotten, and
/// of each side only the newest ``countMax`` are kept.
struct PriceZones: Sendable {
  /// Over how many candles after its own a zone waits.
  let lifetime: Int
  /// How many zones wait on each side at most.
  static let countMax = 32
  /// The zones, oldest first.
  private(set) var zones: [PriceZone] = []

  /// No zones; a lifetime of 1 candle or more.
  init(lifetime: Int) { self.lifetime = lifetime }

  /// Takes the next candle.
  ///
  /// - Returns: the newest zone that it came back to and that held. Nil where none did, and where zones of both sides did,
  ///   which says nothing.
  mutating func update(_ bar: Bar) -> PriceZone? {
    var (bullish, bearish): (PriceZone?, PriceZone?)
    var kept = 0
    for index in zones.indices {
      zones[index].age += 1
      let zone = zones[index]
      if zone.isReached(by: bar) {
        guard zone.holds(at: bar.close) else { continue }
        if zone.side == .enter { bullish = zone } else { bearish = zone }
      } else if zone.age < lifetime {
        zones[kept] = zone
        kept += 1
      }
    }
    zones.removeLast(zones.count - kept)
    return bullish == nil || bearish == nil ? bullish ?? bearish : nil
  }

  /// Adds a zone that the last candle made.
  mutating func add(_ zone: PriceZone) {
    if zones.count(where: { $0.side == zone.side }) == Self.countMax,
      let oldest = zones.firstIndex(where: { $0.side == zone.side })
    {
      zones.remove(at: oldest)
    }
    zones.append(zone)
  }

  /// How many zones wait on a side.
  func count(_ side: SignalAction) -> Int { zones.count { $0.side == side } }
}
