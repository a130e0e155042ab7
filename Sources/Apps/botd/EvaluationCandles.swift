// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CandleFiles
import Indicators
import MarketData
import StrategyLanguage
import TradingModel

/// The candles of a file that a strategy is to judge or to read.
struct EvaluationCandles {
  let path: String
  let bars: [Bar]
  /// By the smallest gap between two of them; nil for fewer than two candles.
  let timeframe: Timeframe?

  /// Reads a file.
  ///
  /// - Throws: what ends the command where it can't be read, its candles don't follow one another, or are of no timeframe.
  init(file path: String) throws {
    self.path = path
    do {
      bars = try CandleFolder.candles(ofFile: path).map { Bar($0) }
    } catch {
      throw ValidationError("\(error)")
    }
    let gaps = zip(bars.dropFirst(), bars).map { $0.openTime - $1.openTime }
    if let place = gaps.firstIndex(where: { $0 <= 0 }) {
      let time = Instant(milliseconds: bars[place + 1].openTime)
      throw ValidationError("\(path): the candle of \(time) doesn't come after the one before it")
    }
    guard let smallest = gaps.min() else {
      timeframe = nil
      return
    }
    let month = Timeframe.oneMonth.milliseconds...(Timeframe.oneMonth.milliseconds + 3 * Timeframe.oneDay.milliseconds)
    timeframe = month.contains(smallest) ? .oneMonth : Timeframe.allCases.first { $0.milliseconds == smallest }
    if timeframe == nil {
      throw ValidationError("\(path): its candles are \(smallest) ms apart or more, which is no timeframe")
    }
  }

  /// Ends the command unless the candles are of the timeframe that a strategy file decides on.
  func expect(_ wanted: Timeframe, of file: String) throws {
    guard let timeframe, timeframe != wanted else { return }
    throw ValidationError("\(path) has candles of \(timeframe), and \(file) decides on \(wanted)")
  }

  /// The candles of a pair that a strategy file reads, made of smaller ones where there are no others.
  static func bars(
    of pair: Pair, _ timeframe: Timeframe, among given: [(pair: Pair, candles: EvaluationCandles)], for file: String
  ) throws -> [Bar] {
    let ofPair = given.filter { $0.pair == pair }.map(\.candles)
    if let same = ofPair.first(where: { $0.timeframe == timeframe }) { return same.bars }
    for candles in ofPair {
      guard let smaller = candles.timeframe, timeframe.isMade(of: smaller) else { continue }
      var fold = BarFold(into: timeframe, of: smaller)
      var bars: [Bar] = []
      for bar in candles.bars { fold.take(bar) { bar, _ in bars.append(bar) } }
      return bars
    }
    throw ValidationError(
      "\(file) reads \(pair) in candles of \(timeframe); give them, or smaller ones: --candles-of \(pair)=FILE.csv")
  }
}
