// SPDX-License-Identifier: Apache-2.0

public import Documents
import TradingModel

/// What a round of requests brought of a bot.
public struct LiveRound: Hashable, Sendable {
  /// When it was complete, in seconds of the view's own clock.
  public let at: Double
  /// All bots.
  public let bots: [Node]
  /// The bot that is looked at.
  public let bot: Node
  /// Its open trades.
  public let trades: [Node]
  /// Its orders that are not done with.
  public let orders: [Node]
  /// The pair that is looked at; nil where the bot has none.
  public let market: LiveMarket?
  /// The server's status; nil where it doesn't tell.
  public let status: Node?

  /// A round.
  public init(
    at: Double, bots: [Node], bot: Node, trades: [Node], orders: [Node], market: LiveMarket?, status: Node?
  ) {
    self.at = at
    self.bots = bots
    self.bot = bot
    self.trades = trades
    self.orders = orders
    self.market = market
    self.status = status
  }
}

/// What is known of a bot's pair.
public struct LiveMarket: Hashable, Sendable {
  /// The pair: `BTC/USDT`.
  public let pair: String
  /// Its analysis; nil where the server has none.
  public let analysis: Node?
  /// Its streams; nil where the server has nothing to tell of them.
  public let feed: Node?
  /// Why something of it is missing, in words.
  public let trouble: String?
  /// The bot's decisions on it, newest first.
  public let decisions: [Node]

  /// What is known of a pair.
  public init(pair: String, analysis: Node?, feed: Node?, trouble: String?, decisions: [Node]) {
    self.pair = pair
    self.analysis = analysis
    self.feed = feed
    self.trouble = trouble
    self.decisions = decisions
  }
}

extension LiveMarket {
  /// The newest decision on a closed candle; others have no votes.
  var decision: Node? {
    decisions.first { $0["candle"]?.string != nil && $0["votes"]?.array?.isEmpty == false }
  }
}

/// Whether the server answers.
public enum LiveLink: Hashable, Sendable {
  /// It does.
  case up
  /// It does not since a moment, in seconds of the view's own clock; why, in words.
  case lost(since: Double, cause: String)
}

/// All that is known, of every bot and pair that was looked at.
struct LiveData: Hashable, Sendable {
  /// What is known of a pair, and since when.
  struct Market: Hashable, Sendable {
    var figures: LiveMarket
    var at: Double
    /// Whether the last price that differed was higher or lower than the one before; nil before there were two.
    var move: Move?
    var messages = RateMeter()

    enum Move: Hashable, Sendable {
      case up
      case down
    }
  }

  /// What is known of a bot, and since when.
  struct Bot: Hashable, Sendable {
    var document: Node
    var trades: [Node]
    var orders: [Node]
    var markets: [String: Market] = [:]
    /// Newest last.
    var events: [ServerEvent] = []
    /// nil before a round was complete.
    var at: Double?
    /// Whether the server says that there is no such bot any more.
    var isGone = false

    static let unknown = Bot(document: .null, trades: [], orders: [])
  }

  var names: [String] = []
  var bots: [String: Bot] = [:]
  var status: Node?
  var statusAt: Double?
  var messages = RateMeter()
  var link = LiveLink.up

  /// How old something is by the venue's clock; nil where its time or the venue's is not known.
  ///
  /// - Parameters:
  ///   - time: when it happened.
  ///   - told: what time it was at the venue when the server told of it, and that moment by the view's own clock.
  func age(of time: Node?, told: (time: Node?, at: Double), at now: Double) -> Double? {
    guard let then = time?.string.flatMap({ Instant($0) }), let toldAt = told.time?.string.flatMap({ Instant($0) })
    else { return nil }
    let rate = status?["clock_rate"]?.number?.double ?? 1
    return max(0, Double(toldAt.milliseconds(since: then)) / 1000 + (now - told.at) * rate)
  }
}

extension LiveData.Bot {
  /// The pairs that it watches, in its order.
  var pairs: [String] {
    let refused = Set((document["pair_blacklist"]?.array ?? []).compactMap(\.string))
    return (document["pairs"]?.array ?? []).compactMap(\.string).filter { !refused.contains($0) }
  }

  var state: String? { document["state"]?.string }

  /// Whether it trades real money.
  var isLive: Bool { document["mode"]?.string == "live_spot" }
}
