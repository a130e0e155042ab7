// SPDX-License-Identifier: Apache-2.0

public import Documents

/// All that a live view knows, and what the person at it has chosen. Pure: news and keys come in with the time, by the
/// view's own clock in seconds; what is to be done comes out.
public struct LiveModel: Hashable, Sendable {
  /// A sentence about what was done, or could not be.
  struct Notice: Hashable, Sendable {
    let text: String
    let ink: Ink?
    let at: Double
  }

  /// What was known when the screen was frozen.
  struct Freeze: Hashable, Sendable {
    let data: LiveData
    let at: Double
  }

  /// The bot that is looked at.
  public private(set) var bot: String
  private var pairs: [String: String] = [:]
  var data = LiveData()
  /// What is shown while the screen is frozen, and since when.
  var frozen: Freeze?
  var prompt: LivePrompt?
  var notice: Notice?
  var showsHelp = false

  /// A view of a bot of which nothing is known yet.
  public init(bot: String) { self.bot = bot }

  /// What is shown: what is known, or was when the screen was frozen.
  var shown: LiveData { frozen?.data ?? data }

  /// The bot that is looked at, as it is shown.
  var shownBot: LiveData.Bot { shown.bots[bot] ?? .unknown }

  /// The pair that is looked at; nil before the bot's are known.
  public var pair: String? {
    let all = (data.bots[bot] ?? .unknown).pairs
    return pairs[bot].flatMap { all.contains($0) ? $0 : nil } ?? all.first
  }

  /// The pair that is looked at, as it is shown.
  var market: LiveData.Market? { pair.flatMap { shownBot.markets[$0] } }

  /// All that is known of the bot, as a document.
  public var node: Node {
    let known = data.bots[bot] ?? .unknown
    let figures = market?.figures
    return [
      "bot": known.document,
      "market": figures.map { figures in
        [
          "pair": .string(figures.pair), "analysis": figures.analysis ?? .null, "feed": figures.feed ?? .null,
          "decision": figures.decision ?? .null,
        ]
      } ?? .null,
      "trades": .array(known.trades), "orders": .array(known.orders), "status": data.status ?? .null,
      "events": .array(known.events.map { ["event": .string($0.kind), "data": $0.data] }),
    ]
  }

  // MARK: Choosing

  /// Looks at one of the bot's pairs, however it is written; false where the bot doesn't watch it.
  public mutating func choose(_ pair: String) -> Bool {
    func bare(_ text: String) -> String { text.uppercased().replacing("/", with: "") }
    let known = (data.bots[bot] ?? .unknown).pairs.first { bare($0) == bare(pair) }
    if let known { pairs[bot] = known }
    return known != nil
  }

  /// Looks at the pair so many places on; behind the last stands the first.
  mutating func stepPair(_ step: Int) -> LiveIntent {
    let all = (data.bots[bot] ?? .unknown).pairs
    guard let pair, let place = all.firstIndex(of: pair), all.count > 1 else { return .none }
    pairs[bot] = all[(place + step + all.count) % all.count]
    return .look
  }

  /// Looks at the bot so many places on.
  mutating func stepBot(_ step: Int) -> LiveIntent {
    let all = data.names
    guard let first = all.first else { return .none }
    let place = all.firstIndex(of: bot).map { ($0 + step + all.count) % all.count }
    let next = place.map { all[$0] } ?? first
    guard next != bot else { return .none }
    bot = next
    return .look
  }

  // MARK: News

  /// Takes what a round of requests brought.
  public mutating func take(_ round: LiveRound) {
    data.link = .up
    data.names = round.bots.compactMap { $0["name"]?.string }
    for node in round.bots {
      guard let name = node["name"]?.string else { continue }
      data.bots[name, default: .unknown].document = node
    }
    data.bots = data.bots.filter { $0.key == bot || data.names.contains($0.key) }
    if let status = round.status {
      data.status = status
      data.statusAt = round.at
      if let total = status["messages"]?["total"]?.int64 { data.messages.add(total, at: round.at) }
    }
    guard let name = round.bot["name"]?.string else { return }
    var known = data.bots[name] ?? .unknown
    known.document = round.bot
    known.trades = round.trades
    known.orders = round.orders
    known.isGone = false
    known.at = round.at
    if let market = round.market { known.take(market, at: round.at) }
    data.bots[name] = known
  }

  /// A round of requests failed in a way that may pass.
  public mutating func lose(_ failure: ControlFailure, at now: Double) {
    if case .lost = data.link { return }
    data.link = .lost(since: now, cause: failure.summary)
  }

  /// The server has no bot of this name.
  public mutating func miss(_ name: String) {
    data.link = .up
    data.bots[name, default: .unknown].isGone = true
  }

  /// Something happened to a bot.
  public mutating func take(_ event: ServerEvent, of name: String) {
    data.bots[name, default: .unknown].add(event)
  }

  /// What has happened to a bot before, oldest first, as lists tell it: without ids.
  public mutating func take(past events: [ServerEvent], of name: String) {
    let since = data.bots[name]?.events ?? []
    data.bots[name, default: .unknown].events = events.suffix(LiveData.Bot.eventLimit)
    for event in since { data.bots[name, default: .unknown].add(event) }
  }

  /// What became of an action.
  public mutating func take(_ outcome: Result<Node, ControlFailure>, of action: LiveAction, at now: Double) {
    switch outcome {
    case .success(let node):
      let state = node["state"]?.string.map { ", \($0)" } ?? ""
      let phase = node["phase"]?.string.map { " \($0)" } ?? ""
      let positions = action.positions.map { $0 == .close ? ", selling what it holds" : ", keeping what it holds" }
      say("\(action.bot): \(action.verb.done)\(positions ?? "")\(state)\(phase)", .green, at: now)
      if node["name"]?.string == action.bot { data.bots[action.bot, default: .unknown].document = node }
    case .failure(let failure):
      say("\(action.bot): not \(action.verb.done): \(failure.summary)", .red, at: now)
    }
  }

  /// Says something for a while.
  mutating func say(_ text: String, _ ink: Ink? = nil, at now: Double) {
    notice = Notice(text: text, ink: ink, at: now)
  }
}

extension LiveData.Bot {
  /// How many events are kept.
  static let eventLimit = 100

  /// Adds an event, unless it is known: by its id, or from a list that tells the same.
  mutating func add(_ event: ServerEvent) {
    let line = EventLine.text(event, isColoured: false)
    let isKnown = events.contains { known in
      known.id.isEmpty ? EventLine.text(known, isColoured: false) == line : known.id == event.id
    }
    guard !isKnown else { return }
    events.append(event)
    if events.count > Self.eventLimit { events.removeFirst() }
  }

  mutating func take(_ figures: LiveMarket, at now: Double) {
    var market = markets[figures.pair] ?? LiveData.Market(figures: figures, at: now)
    let prices = [market.figures, figures].map { Figure.approximate($0.analysis?["price"]?["last"]) }
    if let before = prices[0], let after = prices[1], before != after { market.move = after > before ? .up : .down }
    market.figures = figures
    market.at = now
    if let streams = figures.feed?["streams"]?.array {
      market.messages.add(streams.reduce(0) { $0 + ($1["messages"]?.int64 ?? 0) }, at: now)
    }
    markets[figures.pair] = market
  }
}
