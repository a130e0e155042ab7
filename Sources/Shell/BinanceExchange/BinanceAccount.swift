// SPDX-License-Identifier: Apache-2.0

import BinanceWire
public import Logging
import Metrics
public import NIOCore
public import NIOPosix
public import Ports
import RiskRules
import Synchronization
public import TradingModel
import WebSockets

/// An account on Binance spot: real money, where the venue is.
///
/// Requests go over the account's connection to the WebSocket API, and over REST where that is down. One request budget
/// is shared with everybody else at this address; see ``RequestLane``.
public final class BinanceAccount: TradingVenue {
  /// How an account is used.
  public struct Options: Sendable {
    /// How long an order may wait for the request budget and the order count before it is denied.
    public var placementPatience = Duration.seconds(2)
    /// How long an exit may wait: longer than the shortest window in which orders are counted, 10 s.
    public var exitPatience = Duration.seconds(12)
    /// How long a cancel or a query may wait.
    public var patience = Duration.seconds(30)

    public init() {}
  }

  /// A connection on which nothing at all arrives for so long is dead: a ping goes out every 20 seconds.
  static let silenceTimeout = Duration.seconds(50)
  static let pingInterval = Duration.seconds(20)

  let rest: BinanceREST
  let signer: Signer
  let clock: any SigningClock
  let correction: ClockCorrection
  let directory: PairDirectory
  let api: ApiConnection
  let options: Options
  let time: MonotonicTime
  let log: Logger
  let orders: OrderCount
  private let signed: Counter

  /// The account of a signer.
  ///
  /// - Parameters:
  ///   - rest: the venue, with the request budget of this address.
  ///   - clock: the venue's time, for the stamps.
  ///   - pairs: what the venue trades, where that is known already; its list is long.
  ///   - group: the connection lives on one of its loops.
  ///   - time: on which is waited.
  ///   - random: evenly distributed in 0..<1, for the jitter of reconnecting.
  public init(
    _ signer: Signer, rest: BinanceREST, clock: any SigningClock, pairs: some Sequence<Pair> = [],
    options: Options = Options(), log: Logger,
    group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton, time: MonotonicTime = .system,
    random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) {
    self.rest = rest
    self.signer = signer
    self.clock = clock
    self.options = options
    self.time = time
    self.log = log
    correction = ClockCorrection(clock)
    directory = PairDirectory(rest: rest, pairs: pairs, log: log)
    let orders = OrderCount(clock)
    self.orders = orders
    signed = Counter(
      label: "botyard_signed_requests_total",
      dimensions: [("venue", rest.endpoints.venue.rawValue), ("account", signer.account.text)])
    var configuration = WebSocketConfiguration()
    configuration.silenceTimeout = Self.silenceTimeout
    configuration.pingInterval = Self.pingInterval
    api = ApiConnection(
      ApiConnection.Settings(
        rest: rest, signer: signer, clock: clock, correction: correction, directory: directory,
        noteLimits: { orders.report($0) }, client: WebSocketClient(group: group, configuration: configuration),
        time: time, random: random, log: log))
  }

  /// Whether orders go over the WebSocket API now, and not over REST.
  public var isConnected: Bool { api.isUp }

  public func run(_ sink: any AccountSink) async {
    await withTaskGroup { group in
      group.addTask { await self.learnOrderCounts() }
      group.addTask { await self.api.run(sink) }
    }
  }

  /// Asks once how many orders the venue has counted, so that the limit holds from the first order on.
  private func learnOrderCounts() async {
    do {
      let answer = try await query(.orderCounts)
      orders.report(
        try answer.read(AccountAnswers.limits))
    } catch {
      log.warning("the venue's order counts can't be read", metadata: ["error": "\(error)"])
    }
  }

  // MARK: Asking

  /// What an order may be kept back by in the last moment.
  struct Departure: Sendable {
    let gate: SendGate
    let isExit: Bool
  }

  /// Asks once, over the WebSocket API or else over REST.
  ///
  /// - Parameter departure: for what places orders.
  func ask(_ request: AccountRequest, _ lane: RequestLane, departure: Departure? = nil) async -> VenueReply {
    let patience =
      departure.map { $0.isExit ? options.exitPatience : options.placementPatience } ?? options.patience
    let deadline = time.now() + patience
    if let departure, let reason = await orders.wait(request.orders, departure.isExit, until: deadline, on: time) {
      return .notSent(reason)
    }
    let isCounted = Atomic(false)
    let mayGo: @Sendable () -> String? = {
      let reason = self.reasonToStay(request, departure)
      isCounted.store(reason == nil, ordering: .relaxed)
      return reason
    }
    for overSocket in [true, false] where !overSocket || (api.isUp && request.method != nil) {
      let left = max(.zero, time.now().duration(to: deadline))
      guard let ticket = await rest.gate.enter(lane, weight: request.weight, needsPlace: !overSocket, patience: left)
      else { return .notSent("the request budget leaves no room within \(patience)") }
      let reply: VenueReply?
      if overSocket {
        reply = await api.ask(request, ticket: ticket, mayGo: mayGo)
      } else {
        reply = await askREST(request, ticket: ticket, mayGo: mayGo)
      }
      guard let reply else {
        rest.gate.leave(ticket, used: nil)
        continue
      }
      if isCounted.load(ordering: .relaxed) { orders.settle(request.orders, reply) }
      return reply
    }
    return .notSent("the venue can't be reached")
  }

  /// The last question before the bytes leave: nil, or why they must not. Orders that may go are counted by it.
  private func reasonToStay(_ request: AccountRequest, _ departure: Departure?) -> String? {
    if Task.isCancelled { return "cancelled" }
    if rest.gate.isBlocked { return "the venue forbids requests" }
    if let departure {
      if let reason = orders.take(request.orders, isExit: departure.isExit) { return reason }
      if let reason = departure.gate.refusal() {
        orders.giveBack(request.orders)
        return reason
      }
    }
    signed.increment()
    return nil
  }

  private func askREST(
    _ request: AccountRequest, ticket: RequestBudget.Ticket, mayGo: @Sendable () -> String?
  ) async -> VenueReply {
    var used: Int?
    defer { rest.gate.leave(ticket, used: used) }
    guard let path = request.path else { return .notSent("this is asked over the WebSocket API only") }
    let query: String
    do { query = try signer.query(request, at: clock.signingTime) } catch { return .notSent("\(error)") }
    if let reason = mayGo() { return .notSent(reason) }
    let answer = await rest.send(request.verb, path, query: query, apiKey: signer.apiKey)
    used = answer.used
    orders.report(answer.orderCounts)
    if let duration = answer.ordersBlockedFor { orders.block(for: duration) }
    return answer.reply
  }

  /// Asks for something that changes nothing: where the time was wrong once more, with the right one.
  func query(_ request: AccountRequest) async throws(VenueFailure) -> VenueAnswer {
    for isLast in [false, true] {
      switch await ask(request, .account) {
      case .notSent(let reason), .lost(let reason): throw VenueFailure(reason)
      case .answered(let answer) where VerdictTable.isWrongTime(answer.error) && !isLast: await correction.correct()
      case .answered(let answer): return answer
      }
    }
    throw VenueFailure("the venue's clock can't be met")
  }
}
