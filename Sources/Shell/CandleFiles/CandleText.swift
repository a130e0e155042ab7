// SPDX-License-Identifier: Apache-2.0

public import MarketData
import TradingModel

/// Candles as CSV: `open_time_ms,open,high,low,close,volume`, with or without that line on top.
public enum CandleText {
  /// What is wrong with a text, and in which line, counted from 1.
  public struct Failure: Error, Hashable, Sendable {
    /// The line, from 1.
    public let line: Int
    /// A sentence without a full stop.
    public let reason: String

    /// A fault in a line.
    public init(line: Int, reason: String) {
      self.line = line
      self.reason = reason
    }
  }

  /// The line on top.
  public static let header = "open_time_ms,open,high,low,close,volume"

  /// The candles of a text, in its order. Each is checked by itself; their order is the caller's to judge.
  public static func candles(_ bytes: [UInt8]) throws(Failure) -> [Candle] {
    var candles: [Candle] = []
    var line = 0
    for row in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      line += 1
      let row = row.last == UInt8(ascii: "\r") ? row.dropLast() : row
      if row.isEmpty || (line == 1 && row.elementsEqual(header.utf8)) { continue }
      let candle = try Self.candle(row, line: line)
      if let fault = candle.fault { throw Failure(line: line, reason: "the candle can't be true: \(fault)") }
      candles.append(candle)
    }
    return candles
  }

  /// The text of candles, with the line on top.
  public static func text(_ candles: some Sequence<Candle>) -> String {
    var text = header + "\n"
    for candle in candles {
      text += "\(candle.openTime.milliseconds),\(candle.open),\(candle.high),\(candle.low),\(candle.close),"
      text += "\(candle.volume)\n"
    }
    return text
  }

  private static func candle(_ row: ArraySlice<UInt8>, line: Int) throws(Failure) -> Candle {
    let fields = row.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard fields.count == 6 else {
      throw Failure(line: line, reason: "a row has 6 fields, this one \(fields.count)")
    }
    guard let time = Int64(String(decoding: fields[0], as: UTF8.self)),
      Instant.textRange.contains(Instant(milliseconds: time))
    else { throw Failure(line: line, reason: "open_time_ms is no time in milliseconds since 1970") }
    return Candle(
      openTime: Instant(milliseconds: time), open: Price(try fixed(fields[1], "open", line)),
      high: Price(try fixed(fields[2], "high", line)), low: Price(try fixed(fields[3], "low", line)),
      close: Price(try fixed(fields[4], "close", line)), volume: Quantity(try fixed(fields[5], "volume", line)))
  }

  private static func fixed(_ field: ArraySlice<UInt8>, _ name: String, _ line: Int) throws(Failure) -> Fixed {
    do throws(FixedTextError) {
      return try Fixed(ascii: field)
    } catch {
      throw Failure(line: line, reason: "\(name) is no decimal number: \(error)")
    }
  }
}

extension CandleText.Failure: CustomStringConvertible {
  public var description: String { "line \(line): \(reason)" }
}
