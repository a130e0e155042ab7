// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// The way of the price inside a candle, as a function of seed and candle.
///
/// A candle is split into days, hours and minutes, as far as it has them, and a minute into trades. The same trades come
/// from ``trades(of:timeframe:rules:seed:)`` as from a market that replays the candle.
public enum CandlePath {
  /// How many trades a minute has whose volume is enough for them: one in 2.5 seconds.
  public static let tradesPerMinute = 24

  /// Why a candle has no path.
  public enum Failure: Error, Hashable, Sendable {
    /// The candle can't be true.
    case impossible(CandleFault)
    /// A price or the volume has too many digits to be counted in ticks and steps of its precision.
    case tooManyDigits
  }

  /// The trades inside a candle, oldest first. Together they have exactly its open, high, low, close and volume.
  ///
  /// A candle without volume has no trades; one that has fewer steps of volume than it has different prices can't touch
  /// all of them.
  ///
  /// - Parameters:
  ///   - candle: a complete candle.
  ///   - timeframe: how long it is.
  ///   - rules: whose tick prices are multiples of, and whose step quantities are; where the candle itself is finer,
  ///     what both are multiples of.
  ///   - seed: the market's.
  public static func trades(
    of candle: Candle, timeframe: Timeframe, rules: InstrumentRules, seed: UInt64
  ) throws(Failure) -> [PublicTrade] {
    if let fault = candle.fault { throw .impossible(fault) }
    let grid = TickGrid(rules: rules, fitting: candle)
    guard let ticks = grid.tickCandle(candle) else { throw .tooManyDigits }
    let path = PathBelow(seed: seed, pair: rules.pair)
    let leaf = timeframe == .oneSecond ? Timeframe.oneSecond : .oneMinute
    let whole = candle.openTime..<timeframe.openTime(after: candle.openTime)
    var trades: [PublicTrade] = []
    var sketch = TradeSketch()
    path.visit(leaf, in: whole, of: ticks, openTime: candle.openTime, timeframe: timeframe) { openTime, part in
      let firstID = openTime.milliseconds / leaf.milliseconds * Int64(PathBelow.tradeSlots(in: leaf))
      path.visitTrades(of: part, openTime: openTime, timeframe: leaf, firstID: firstID, &sketch) { trade in
        trades.append(trade.publicTrade(on: grid))
      }
    }
    return trades
  }
}

/// A trade in whole ticks and steps.
struct TickTrade: Hashable, Sendable {
  let id: Int64
  let time: Instant
  let price: Int64
  let quantity: Int64
  let isBuyerMaker: Bool

  func publicTrade(on grid: TickGrid) -> PublicTrade {
    PublicTrade(
      id: id, time: time, price: grid.price(price), quantity: grid.quantity(quantity), isBuyerMaker: isBuyerMaker)
  }
}
