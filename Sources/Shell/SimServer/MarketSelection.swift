// SPDX-License-Identifier: Apache-2.0

import CandleFiles
public import ExchangeModel
import MarketData
public import TradingModel

/// The market that a command line asks for.
public struct MarketSelection: Sendable {
  /// The market.
  public let market: any MarketRecord
  /// When a replay begins unless told otherwise, with 500 candles of history where the files have them; nil for a made-up
  /// market, which begins at the anchor.
  public let start: Instant?
  /// What a person should know about the choice.
  public let notes: [String]

  /// Why there is no such market.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The folder or a file of it can't be read.
    case files(String)
    /// The folder has no candle file.
    case noFiles(String)
    /// The folder has no file of a pair that is asked for.
    case noFile(of: Pair, folder: String)
    /// A file's candles can't be replayed.
    case candles(ReplayMarket.Failure)

    public var description: String {
      switch self {
      case .files(let sentence): sentence
      case .noFiles(let path): "\(path): there is no candle file such as BTC_USDT-5m.csv or BTC_USDT-5m.csv.gz"
      case .noFile(let pair, let folder): "\(folder): there is no candle file of \(pair)"
      case .candles(let failure): "\(failure)"
      }
    }
  }

  /// Candles closed before a replay begins.
  private static let history = 500

  /// The files of a folder, or a made-up market where none is given.
  ///
  /// Of a pair that has files of several timeframes the shortest is replayed; the others follow from it.
  public init(candles path: String?, pairs: [Pair]?, seed: UInt64) throws(Failure) {
    guard let path else {
      market = SeededMarket(seed: seed, pairs: pairs ?? SeededMarket.defaultPairs)
      start = nil
      notes = []
      return
    }
    let (tapes, notes) = try Self.tapes(in: CandleFolder(path: path), pairs: pairs)
    guard !tapes.isEmpty || pairs != nil else { throw .noFiles(path) }
    for pair in pairs ?? [] where !tapes.contains(where: { $0.key.pair == pair }) {
      throw .noFile(of: pair, folder: path)
    }
    do throws(ReplayMarket.Failure) {
      market = try ReplayMarket(seed: seed, tapes: tapes)
    } catch {
      throw .candles(error)
    }
    start = Self.start(of: tapes)
    self.notes = notes
  }

  private static func tapes(
    in folder: CandleFolder, pairs: [Pair]?
  ) throws(Failure) -> (tapes: [ReplayMarket.Tape], notes: [String]) {
    do throws(CandleFolder.Failure) {
      let keys = try folder.keys()
      var tapes: [ReplayMarket.Tape] = []
      var notes: [String] = []
      for pair in pairs ?? Array(Set(keys.map(\.pair))).sorted() where !tapes.contains(where: { $0.key.pair == pair }) {
        let candidates = keys.filter { $0.pair == pair }
        guard let key = candidates.first, let candles = try folder.candles(of: key) else { continue }
        if candidates.count > 1 { notes.append("\(pair) is replayed from \(key.timeframe); other files are not used") }
        tapes.append(ReplayMarket.Tape(key: key, candles: candles))
      }
      return (tapes, notes)
    } catch {
      throw .files("\(error)")
    }
  }

  /// The time at which most tapes have their history and go on; the earliest of several.
  private static func start(of tapes: [ReplayMarket.Tape]) -> Instant? {
    let spans = tapes.compactMap { tape -> Range<Instant>? in
      guard let first = tape.candles.first, let last = tape.candles.last else { return nil }
      let begin = min(tape.key.timeframe.openTime(first.openTime, offset: history), last.openTime)
      return begin..<tape.key.timeframe.openTime(after: last.openTime)
    }
    let counts = Set(spans.map(\.lowerBound)).sorted().map { begin in
      (begin: begin, count: spans.count { $0.contains(begin) })
    }
    guard let most = counts.map(\.count).max() else { return nil }
    return counts.first { $0.count == most }?.begin
  }
}
