// SPDX-License-Identifier: Apache-2.0

public import BotModel
public import ControlAPI
public import MarketAnalysis
public import MarketData
public import StrategyKit
public import TradingModel

/// Everything that the API can ask of the server. Each write is whole or refused; two writers of one bot take turns.
///
/// Requests arrive with their form checked; what depends on the state of things is checked here.
public protocol ControlService: BotService, HistoryService, EventService, VenueService, StrategyService,
  OperationsService
{}

/// Bots: create, read, change, delete, start and stop.
public protocol BotService: Sendable {
  /// What a bot's settings may name, as of now.
  var catalog: SettingsCatalog { get async }

  /// Creates a bot in state CREATED.
  ///
  /// - Throws: `conflict` where the name is taken.
  func createBot(_ settings: BotSettings, by caller: Caller) async throws(ControlError) -> BotView

  /// The bots that a query asks for, by name.
  func bots(_ query: BotQuery) async throws(ControlError) -> Page<BotView>

  /// A bot's ``BotView/rendered`` answer; made once per change.
  func bot(_ name: BotName) async throws(ControlError) -> RenderedDocument

  /// Changes a bot's settings by ``BotPatch/settings(of:catalog:)``.
  ///
  /// - Parameter generation: what `If-Match` names; nil for whichever it is.
  /// - Throws: `stale` where the generation is another one; what the patch throws.
  func changeBot(
    _ name: BotName, _ patch: BotPatch, ifGeneration generation: Int64?, by caller: Caller
  ) async throws(ControlError) -> BotView

  /// Deletes a bot that is CREATED or STOPPED, and flat.
  func deleteBot(_ name: BotName, ifGeneration generation: Int64?, by caller: Caller) async throws(ControlError)

  /// Carries out an action; a bot that is there already stays as it is.
  ///
  /// - Parameter positions: for `stop`, what becomes of what it holds; without it and while holding: `conflict` that
  ///   names the field `positions`.
  /// - Parameter live: for `start` of a live bot, what confirms it.
  func perform(
    _ action: BotAction, on name: BotName, positions: HeldPositions?, live: LiveConfirmation, by caller: Caller
  ) async throws(ControlError) -> BotView

  /// Enters by hand, through the same risk rules.
  func enter(_ name: BotName, _ request: EntryRequest, by caller: Caller) async throws(ControlError) -> OrderView

  /// Exits by hand.
  func exit(_ name: BotName, _ request: ExitRequest, by caller: Caller) async throws(ControlError) -> OrderView
}

/// What bots did. Lists are newest first; an unknown bot is `notFound`.
public protocol HistoryService: Sendable {
  /// A bot's trades.
  func trades(
    of bot: BotName, _ query: HistoryQuery<TradeStatus>
  ) async throws(ControlError) -> Page<TradeView>

  /// A bot's orders.
  func orders(
    of bot: BotName, _ query: HistoryQuery<OrderStatus>
  ) async throws(ControlError) -> Page<OrderView>

  /// The signals that a bot's strategy gave.
  func signals(
    of bot: BotName, _ query: HistoryQuery<SignalAction>
  ) async throws(ControlError) -> Page<HistoryEntry<SignalRecord>>

  /// Why a bot did trade, or didn't.
  func decisions(
    of bot: BotName, _ query: HistoryQuery<Decision.Outcome>
  ) async throws(ControlError) -> Page<HistoryEntry<Decision>>

  /// A bot's log.
  func logs(
    of bot: BotName, _ query: HistoryQuery<BotChange.Notice.Level>
  ) async throws(ControlError) -> Page<HistoryEntry<BotChange.Notice>>

  /// A bot's performance, ready to be sent; made once per closed trade.
  func performance(of bot: BotName) async throws(ControlError) -> RenderedDocument

  /// A bot's equity curve, oldest first; the cursor is a trade's number.
  func equity(of bot: BotName, _ page: PageRequest) async throws(ControlError) -> Page<EquityView>
}

/// The one ordered stream of events.
public protocol EventService: Sendable {
  /// The number of the newest event; 0 before the first.
  func newestEvent() async throws(ControlError) -> Int64

  /// Events after a number, first those that are kept and then those to come, without gap or doubling.
  ///
  /// It ends when the server closes. A slow reader costs nothing but its own delay.
  /// - Parameter id: nil for those to come only.
  func events(after id: Int64?) -> EventFeed
}

/// Events in order.
public struct EventFeed: Sendable {
  /// What comes.
  public enum Delivery: Sendable {
    /// An event.
    case event(EventView)
    /// What was asked for is kept no more, or never was: go on after this number, and read anew what matters.
    case reset(newest: Int64)
  }

  /// What comes, in order.
  public let deliveries: any AsyncSequence<Delivery, any Error> & Sendable

  /// Events in order.
  public init(_ deliveries: any AsyncSequence<Delivery, any Error> & Sendable) { self.deliveries = deliveries }
}

/// The market as the default account's venue shows it.
public protocol VenueService: Sendable {
  /// Every instrument, by pair. 503 where the venue has not been reached yet.
  func markets() async throws(ControlError) -> [MarketView]

  /// How well the market feed is. 503 where there is nothing to tell of it.
  func feedReport() async throws(ControlError) -> FeedReport

  /// Candles, oldest first.
  ///
  /// - Throws: `notFound` for an unknown pair, `unavailable` where the venue can't be reached.
  func candles(_ query: CandleQuery) async throws(ControlError) -> Page<Candle>

  /// A pair's market in figures and words. Its candles are computed once per candle that closes, whoever asks.
  ///
  /// - Throws: `notFound` for an unknown pair, `unavailable` where the venue can't be reached.
  func analysis(of series: SeriesKey) async throws(ControlError) -> MarketReport
}

/// Strategies that stand in files.
public protocol StrategyService: Sendable {
  /// What the text of a strategy file is found to be. Nothing is kept of it.
  func checkStrategy(_ text: String) async throws(ControlError) -> StrategyCheckView

  /// Loads the strategy files anew: all of them, or none where one is wrong or a bot could not go on.
  func reloadStrategies(by caller: Caller) async throws(ControlError) -> StrategyReloadView
}

/// The server itself.
public protocol OperationsService: Sendable {
  /// How the server is. Never waits for anything.
  func health() -> HealthReport

  /// Whether every part does its work.
  func readiness() async -> Readiness

  /// The accounts, by name.
  func accounts() async throws(ControlError) -> [AccountView]

  /// How the kill switch stands.
  func killSwitchView() -> KillSwitchView

  /// Turns the kill switch: on with a mode, off without. On disk before it is answered.
  func turnKillSwitch(to mode: String?, reason: String, by caller: Caller) async throws(ControlError) -> KillSwitchView

  /// What operators did, newest first; the cursor is the entry's number.
  func audit(_ page: PageRequest) async throws(ControlError) -> Page<AuditView>

  /// What is kept of a request with a key, or nil.
  func keptRequest(for key: RequestKey) async throws(ControlError) -> KeptRequest?

  /// Keeps, for a day, that a request was begun, and later what it was answered. An answer stays as it is.
  func keep(_ request: KeptRequest, for key: RequestKey) async throws(ControlError)

  /// Forgets a request that was begun and changed nothing.
  func forgetRequest(for key: RequestKey) async throws(ControlError)
}
