// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

/// What can be listened to of a pair.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
enum PairTopic: Hashable, Sendable {
  case trade
  case aggregateTrade
  case blockTrade
  case quote
  /// Candles, in UTC or, `isEastern`, in UTC+8.
  case kline(Timeframe, isEastern: Bool)
  case miniTicker
  case ticker
  case windowTicker(TickerSpan)
  case averagePrice
  case referencePrice
  /// The best levels of the book, 5, 10 or 20 a side.
  case partialDepth(levels: Int, isFast: Bool)
  /// What changes in the book.
  case depthChanges(isFast: Bool)

  /// By how many milliseconds the candles' boundaries lie before UTC's where they are eastern.
  static let easternOffset: Int64 = 8 * 3_600_000

  /// Reads what follows the first `@` of a stream's name.
  init?(_ text: Substring) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard let kind = parts.first, parts.count <= 2 else { return nil }
    let suffix = parts.count == 2 ? parts[1] : nil
    if kind.hasPrefix("kline_") {
      guard let timeframe = Timeframe(rawValue: String(kind.dropFirst(6))), suffix == nil || suffix == "+08:00" else {
        return nil
      }
      self = .kline(timeframe, isEastern: suffix != nil)
    } else if kind.hasPrefix("depth") {
      guard let isFast = Self.isFast(suffix) else { return nil }
      switch kind.dropFirst(5) {
      case "": self = .depthChanges(isFast: isFast)
      case "5", "10", "20": self = .partialDepth(levels: Int(kind.dropFirst(5)) ?? 5, isFast: isFast)
      default: return nil
      }
    } else {
      guard suffix == nil, let topic = Self.plain[String(kind)] else { return nil }
      self = topic
    }
  }

  private static func isFast(_ suffix: Substring?) -> Bool? {
    switch suffix {
    case nil, "1000ms": false
    case "100ms": true
    default: nil
    }
  }

  private static let plain: [String: PairTopic] = [
    "trade": .trade, "aggTrade": .aggregateTrade, "blockTrade": .blockTrade,
    "bookTicker": .quote, "miniTicker": .miniTicker, "ticker": .ticker,
    "ticker_1h": .windowTicker(.oneHour), "ticker_4h": .windowTicker(.fourHours),
    "ticker_1d": .windowTicker(.oneDay), "avgPrice": .averagePrice, "referencePrice": .referencePrice,
  ]

  /// How often the stream is told, in venue milliseconds; nil for one that tells each change.
  var interval: Int64? {
    switch self {
    case .trade, .aggregateTrade, .blockTrade, .quote: nil
    case .kline(let timeframe, _): timeframe == .oneSecond ? 1000 : 2000
    case .miniTicker, .ticker, .windowTicker, .averagePrice, .referencePrice: 1000
    case .partialDepth(_, let isFast), .depthChanges(let isFast): isFast ? 100 : 1000
    }
  }
}

/// The windows of rolling tickers that are streamed.
enum TickerSpan: String, Hashable, Sendable {
  case oneHour = "1h"
  case fourHours = "4h"
  case oneDay = "1d"

  var window: TickerWindow {
    switch self {
    case .oneHour: .fromMinute(3_600_000)
    case .fourHours: .fromMinute(14_400_000)
    case .oneDay: .fromMinute(86_400_000)
    }
  }
}

/// What can be listened to of all pairs at once: an array of those that changed, every second.
enum VenueTopic: Hashable, Sendable {
  case miniTickers
  case windowTickers(TickerSpan)

  init?(_ name: String) {
    switch name {
    case "!miniTicker@arr": self = .miniTickers
    case "!ticker_1h@arr": self = .windowTickers(.oneHour)
    case "!ticker_4h@arr": self = .windowTickers(.fourHours)
    case "!ticker_1d@arr": self = .windowTickers(.oneDay)
    default: return nil
    }
  }
}

/// Finds what a stream's name means: `btcusdt@kline_5m`, `!miniTicker@arr`.
struct StreamTopics: Sendable {
  private let pairs: [String: Pair]

  enum Topic: Hashable, Sendable {
    case pair(Pair, PairTopic)
    case venue(VenueTopic)
  }

  init(_ pairs: [Pair]) {
    self.pairs = Dictionary(pairs.map { ($0.symbol.lowercased(), $0) }) { first, _ in first }
  }

  /// The pair of a symbol such as `BTCUSDT`.
  func pair(_ symbol: String) -> Pair? { pairs[symbol.lowercased()] }

  /// The stream of a name, or nil where nothing is sent on it.
  func topic(_ name: String) -> Topic? {
    if let topic = VenueTopic(name) { return .venue(topic) }
    guard let at = name.firstIndex(of: "@"), let pair = pairs[String(name[..<at])] else { return nil }
    return PairTopic(name[name.index(after: at)...]).map { .pair(pair, $0) }
  }
}
