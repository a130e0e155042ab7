// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import Synchronization
import TradingModel

/// Owns the venue's accounts and orders: whoever asks is served one after the other, and sees what the market did up to
/// then.
///
/// Trades fill and wake orders before they are shown on public streams. What happens is told to those who listen to
/// their accounts in the order in which it happens.
final class TradingDesk: Sendable {
  private struct State: Sendable {
    var venue: TradingVenueModel
    var names: NameMint
    /// Up to when the market has been watched.
    var observed: Instant
    /// The trades of pairs on which something is open.
    var tapes: [Pair: MarketTape] = [:]
    /// Of which market the tapes are.
    var version = 0
    /// What came and is carried out later, by when.
    var late: [(time: Instant, carryOut: LateRequest)] = []
  }

  /// What a late request does; nobody waits for its answer.
  typealias LateRequest = @Sendable (inout DeskVisit) -> Void

  private let state: Mutex<State>
  private let states: VenueStates
  private let accounts: [SimAccount]
  private let streams: UserStreams
  private let usesDiscount: Bool

  /// A desk whose accounts have what they begin with.
  init(accounts: [SimAccount], states: VenueStates, streams: UserStreams, seed: UInt64, now: Instant) {
    self.states = states
    self.accounts = accounts
    self.streams = streams
    usesDiscount = accounts.contains { $0.paysFeesInDiscountAsset }
    // Numbers go on where time does, so that a server that is started again gives none away twice.
    var venue = TradingVenueModel(VenueSettings(firstNumber: max(1, now.milliseconds)))
    for (index, account) in accounts.enumerated() {
      venue.open(
        VenueAccount(
          id: VenueAccountID(index + 1), funds: account.balances, commission: account.commission,
          usesDiscount: account.paysFeesInDiscountAsset, openedAt: now))
    }
    state = Mutex(State(venue: venue, names: NameMint(seed: seed), observed: now))
  }

  /// The number of an account by its name.
  func accountID(_ name: String) -> VenueAccountID? {
    accounts.firstIndex { $0.name == name }.map { VenueAccountID($0 + 1) }
  }

  /// The names of all accounts.
  var accountNames: [String] { accounts.map(\.name) }

  /// Serves a request with everything that the market did before it.
  func visit<Answer: Sendable, Failure>(
    at now: Instant, _ body: (inout DeskVisit) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    try state.withLock { (state) throws(Failure) -> Answer in
      advance(&state, to: now)
      defer { publish(&state) }
      return try serve(&state, body)
    }
  }

  /// Lets the market go on up to a time, and tells accounts what is due by then.
  func tell(upTo now: Instant) {
    guard !accounts.isEmpty else { return }
    state.withLock { state in
      advance(&state, to: now)
      publish(&state)
    }
    streams.release(upTo: now)
  }

  /// Carries something out later, by venue time.
  func later(at time: Instant, _ carryOut: @escaping LateRequest) {
    state.withLock { $0.late.append((time, carryOut)) }
  }

  /// The venue's monthly reset.
  func wipe(at now: Instant) {
    state.withLock { state in
      advance(&state, to: now)
      state.late = []
      let funds = accounts.enumerated().map { (VenueAccountID($0.offset + 1), $0.element.balances) }
      state.venue.wipe(at: max(now, state.observed), funds: Dictionary(funds) { first, _ in first })
      publish(&state)
    }
  }

  private func publish(_ state: inout State) {
    let events = state.venue.takeEvents()
    guard !events.isEmpty else { return }
    streams.tell(events, at: state.observed, skew: states.skew(at: state.observed))
  }

  private func serve<Answer, Failure>(
    _ state: inout State, _ body: (inout DeskVisit) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    var visit = DeskVisit(
      venue: state.venue, names: state.names, now: state.observed,
      markets: DeskMarkets(venue: states.venue(at: state.observed), showsDiscountPrices: usesDiscount))
    // One copy of the accounts at a time, lest each change copies all of them.
    state.venue = TradingVenueModel()
    defer {
      (state.venue, state.names) = (visit.venue, visit.names)
      for pair in visit.asked where state.tapes[pair] == nil && state.venue.awaits(pair) {
        state.tapes[pair] = MarketTape(of: pair, on: visit.markets.venue.market)
      }
    }
    return try body(&visit)
  }
}

// MARK: The market goes on

extension TradingDesk {
  private func advance(_ state: inout State, to now: Instant) {
    while let index = state.late.indices.min(by: { state.late[$0].time < state.late[$1].time }),
      state.late[index].time <= now
    {
      let (time, carryOut) = state.late.remove(at: index)
      observe(&state, upTo: time)
      serve(&state) { (visit) throws(Never) in carryOut(&visit) }
    }
    observe(&state, upTo: now)
  }

  private func observe(_ state: inout State, upTo now: Instant) {
    guard now > state.observed else { return }
    defer { state.observed = now }
    guard !state.tapes.isEmpty else { return }
    let market = states.venue(at: now)
    if market.version != state.version {
      state.version = market.version
      for pair in state.tapes.keys { state.tapes[pair] = MarketTape(of: pair, on: market.market) }
    }
    let markets = DeskMarkets(venue: market, showsDiscountPrices: usesDiscount)
    let range = state.observed.advanced(byMilliseconds: 1)..<now.advanced(byMilliseconds: 1)
    var trades: [(pair: Pair, trade: PublicTrade)] = []
    for pair in state.tapes.keys.sorted() {
      trades += state.tapes[pair]?.trades(in: range).map { (pair, $0) } ?? []
    }
    if state.tapes.count > 1 { trades.sort { $0.trade.time < $1.trade.time } }
    for (pair, trade) in trades {
      state.venue.observe(trade, of: pair, at: trade.time) { markets.market(of: pair, after: trade) }
    }
    for pair in state.tapes.keys where !state.venue.awaits(pair) { state.tapes[pair] = nil }
  }
}

/// One request at the desk.
struct DeskVisit {
  var venue: TradingVenueModel
  var names: NameMint
  let now: Instant
  let markets: DeskMarkets
  /// The pairs on which something may have been ordered.
  private(set) var asked: Set<Pair> = []

  init(venue: TradingVenueModel, names: NameMint, now: Instant, markets: DeskMarkets) {
    self.venue = venue
    self.names = names
    self.now = now
    self.markets = markets
  }

  /// The pair that a parameter names.
  func pair(_ parameters: RestParameters) throws(RestRefusal) -> Pair {
    try markets.venue.symbols(at: now).required(parameters)
  }

  /// The market of a pair, on which something is about to be ordered.
  mutating func market(of pair: Pair) throws(RestRefusal) -> PairMarket {
    asked.insert(pair)
    guard let market = markets.market(of: pair, at: now) else { throw .badSymbol }
    return market
  }

  /// Whether a pair is traded.
  func status(of pair: Pair) -> TradingStatus { markets.venue.market.rules(of: pair, at: now)?.status ?? .halt }

  /// Carries out what the venue may refuse.
  mutating func carryOut<Outcome>(
    _ body: (inout TradingVenueModel) throws(VenueRefusal) -> Outcome
  ) throws(RestRefusal) -> Outcome {
    do throws(VenueRefusal) {
      return try body(&venue)
    } catch {
      throw RestRefusal(error)
    }
  }
}

extension RestRefusal {
  /// The venue's refusal with the status of its answer.
  init(_ refusal: VenueRefusal) {
    self.init(status: refusal.code == -1015 ? 429 : 400, code: refusal.code, message: refusal.message)
  }
}
