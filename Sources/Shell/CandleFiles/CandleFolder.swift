// SPDX-License-Identifier: Apache-2.0

import Foundation
public import MarketData
import TradingModel

/// A folder of candle files: `BTC_USDT-5m.csv`, `ETH_BTC-1h.csv.gz`. Files with other names are not looked at.
public struct CandleFolder: Sendable {
  /// The folder's path.
  public let path: String

  /// Why a folder or a file can't be read.
  public enum Failure: Error, Hashable, Sendable {
    /// The folder is not there, or may not be read.
    case unreadableFolder(String)
    /// A file may not be read.
    case unreadableFile(String)
    /// A file is no gzip, though its name says so.
    case notGzip(String)
    /// A file's text is no candles.
    case malformed(String, CandleText.Failure)
  }

  /// A folder at a path; it is read when it is asked.
  public init(path: String) { self.path = path }

  /// The series that there are files of, by pair and timeframe.
  public func keys() throws(Failure) -> [SeriesKey] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw .unreadableFolder(path)
    }
    return Set(names.compactMap(Self.key)).sorted()
  }

  /// The candles of a series, in the order of the file; nil where there is no file of it. A plain file is preferred.
  public func candles(of key: SeriesKey) throws(Failure) -> [Candle]? {
    let stem = "\(path)/\(key.pair.base)_\(key.pair.quote)-\(key.timeframe).csv"
    for name in [stem, stem + ".gz"] where FileManager.default.fileExists(atPath: name) {
      return try Self.candles(ofFile: name)
    }
    return nil
  }

  /// The candles of a file, plain or (by its name) gzipped.
  public static func candles(ofFile name: String) throws(Failure) -> [Candle] {
    guard let data = FileManager.default.contents(atPath: name) else { throw .unreadableFile(name) }
    var bytes = [UInt8](data)
    if name.hasSuffix(".gz") {
      do throws(Gzip.Failure) {
        bytes = try Gzip.unpacked(bytes)
      } catch {
        throw .notGzip(name)
      }
    }
    do throws(CandleText.Failure) {
      return try CandleText.candles(bytes)
    } catch {
      throw .malformed(name, error)
    }
  }

  /// The series that a file's name tells, or nil.
  public static func key(_ name: String) -> SeriesKey? {
    let stem = name.hasSuffix(".csv.gz") ? name.dropLast(7) : name.hasSuffix(".csv") ? name.dropLast(4) : ""
    let parts = stem.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let timeframe = Timeframe(rawValue: String(parts[1])),
      let pair = Pair(String(parts[0].replacing("_", with: "/")))
    else { return nil }
    return SeriesKey(pair: pair, timeframe: timeframe)
  }
}

extension CandleFolder.Failure: CustomStringConvertible {
  /// A sentence that names the file and what is wrong with it.
  public var description: String {
    switch self {
    case .unreadableFolder(let path): "\(path): the folder can't be read"
    case .unreadableFile(let name): "\(name): the file can't be read"
    case .notGzip(let name): "\(name): the file is not gzipped, or damaged"
    case .malformed(let name, let failure): "\(name), \(failure)"
    }
  }
}
