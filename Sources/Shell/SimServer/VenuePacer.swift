// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import NIOCore
import Synchronization
import TradingModel
import WebSockets

/// Lets venue time go by: sends on the streams what has happened, in order, and nothing twice.
actor VenuePacer {
  private let states: VenueStates
  private var venue: VenueMarket
  private let board: StreamBoard
  private let life: ConnectionLife
  private let sockets: WebSocketServer
  private let faults: FaultBook
  private let trading: TradingDesk
  /// The venue's time, for everybody who asks; changed here only.
  nonisolated let clock: VenueClockBox

  private var told: Instant
  private var feeds: [Pair: PairFeed] = [:]
  private var venueFeed: VenueFeed
  private var sender: StreamSender
  private var audiences = StreamBoard.Audiences()
  private var isStepping = false
  private var lastLifeCheck = ContinuousClock.now

  /// How often the streams are brought up to date, by the wall.
  private static let tick = Duration.milliseconds(20)
  private static let lifeCheckInterval = Duration.seconds(20)
  /// What is told in one go.
  private static let spanMilliseconds: Int64 = 60_000
  /// From how much waiting for a slow reader a step waits for it.
  private static let backlogBytesHigh = 1 << 20

  init(
    states: VenueStates, board: StreamBoard, life: ConnectionLife, sockets: WebSocketServer, faults: FaultBook,
    trading: TradingDesk, clock: VenueClockBox
  ) {
    self.states = states
    venue = states.venue(at: clock.now())
    self.board = board
    self.life = life
    self.sockets = sockets
    self.faults = faults
    self.trading = trading
    sender = StreamSender(line: MessageLine(dice: faults.dice))
    venueFeed = VenueFeed(venue: venue)
    self.clock = clock
    told = clock.now()
  }

  /// Runs until it is cancelled.
  func run() async {
    while !Task.isCancelled {
      if !isStepping { tell(upTo: clock.now()) }
      checkLife()
      try? await Task.sleep(for: Self.tick)
    }
  }

  /// Puts halted time forward, and returns when everything that happened on the way has been written to the sockets.
  func step(to target: Instant) async throws(SimTimeRefusal) {
    guard !isStepping else { throw .stepUnderWay }
    let now = clock.now()
    guard clock.state().isPaused else { throw .notPaused }
    guard target >= now else { throw .backwards(now: now) }
    isStepping = true
    defer { isStepping = false }
    var next = now
    while next < target {
      next = listens ? min(target, Self.boundary(after: next)) : target
      tell(upTo: next)
      clock.advance(to: next)
      await waitForSlowReaders()
    }
    await flush()
  }

  /// Halts time, with everything told up to then.
  func pause() {
    guard !isStepping else { return }
    clock.pause()
    tell(upTo: clock.now())
  }

  private var listens: Bool {
    refreshAudiences()
    return !audiences.isEmpty
  }

  private func tell(upTo now: Instant) {
    while told < now {
      guard sockets.connectionCount > 0 else {
        // Nobody is there to be told, or cut off; orders are filled all the same.
        for moment in faults.turn(at: now).moments where moment.fault == .wipe { carryOut(.wipe, id: moment.id) }
        trading.tell(upTo: now)
        told = now
        life.endOld(at: now)
        return
      }
      let turn = faults.turn(at: told.advanced(byMilliseconds: 1))
      for moment in turn.moments { carryOut(moment.fault, id: moment.id) }
      sender.begin(turn.messages)
      if states.isClosed(at: told.advanced(byMilliseconds: 1)) { shutDoors(at: told.advanced(byMilliseconds: 1)) }
      // Up to the next edge of a fault the same ones are at work.
      var next = turn.nextEdge.map { min(now, $0.advanced(byMilliseconds: -1)) } ?? now
      if listens {
        next = min(next, Self.boundary(after: told), max(life.nextEnd ?? now, told.advanced(byMilliseconds: 1)))
      }
      // Whoever has an order on the book knows of a trade before everybody else does.
      trading.tell(upTo: next)
      if listens { tellStreams(upTo: next) }
      told = next
      life.endOld(at: next)
    }
    for (id, hits) in sender.takeHits() { faults.note(hits.count, of: hits.name, id: id) }
  }

  /// Sends what happens from the time up to which everything was told to another, between which no fault changes.
  private func tellStreams(upTo next: Instant) {
    let current = states.venue(at: next)
    if current.version != venue.version {
      venue = current
      for pair in feeds.keys { feeds[pair]?.move(to: current) }
      venueFeed.move(to: current)
    }
    sender.skew = states.skew(at: next)
    for (pair, topics) in audiences.pairs {
      feeds[pair]?.advance(after: told, upTo: next) { event in sender.send(event, of: pair, to: topics) }
    }
    venueFeed.advance(after: told, upTo: next, to: audiences.venue, through: &sender)
    sender.release(upTo: next)
  }

  /// Sends everybody away where the venue is closed by now.
  func shutDoors() {
    if states.isClosed(at: clock.now()) { shutDoors(at: clock.now()) }
  }

  private func shutDoors(at time: Instant) {
    _ = tellShutdown(at: time)
    sockets.closeAll(.goingAway, reason: "maintenance")
  }

  private func refreshAudiences() {
    guard board.version != audiences.version else { return }
    let known = audiences.pairs
    audiences = board.audiences()
    for pair in known.keys where audiences.pairs[pair] == nil { feeds[pair] = nil }
    for (pair, topics) in audiences.pairs {
      var feed = feeds[pair] ?? PairFeed(pair: pair, venue: venue)
      feed.watch(topics.keys, at: told)
      feeds[pair] = feed
    }
    venueFeed.watch(audiences.venue.keys)
    sender.keep(board.clients.map(\.connection))
  }

  private static func boundary(after instant: Instant) -> Instant {
    let passed = instant.milliseconds.flooredRemainder(dividingBy: spanMilliseconds)
    return instant.advanced(byMilliseconds: spanMilliseconds - passed)
  }

  /// Does what happens at the moment that comes after all that was told; returns how many connections it hits.
  @discardableResult
  func carryOut(_ fault: MomentaryFault, id: Int? = nil) -> Int {
    let count: Int
    switch fault {
    case .dropConnections:
      count = sockets.connectionCount
      sockets.dropAll()
    case .serverShutdown: count = tellShutdown(at: told.advanced(byMilliseconds: id == nil ? 0 : 1))
    case .wipe:
      trading.wipe(at: told.advanced(byMilliseconds: id == nil ? 0 : 1))
      count = trading.accountNames.count
    }
    faults.note(count, of: fault.rawValue, id: id)
    return count
  }

  /// Tells every connection that the server goes down, each in its shape, and returns how many there are.
  private func tellShutdown(at time: Instant) -> Int {
    let time = time.advanced(byMilliseconds: states.skew(at: time))
    let streams = board.clients
    let heard = Set(streams.map { ObjectIdentifier($0.connection) })
    for client in streams {
      let bytes = StreamFrames.serverShutdown(at: time, unit: client.unit)
      client.connection.send(
        text: client.isCombined
          ? StreamFrames.combined(bytes, name: "!serverShutdown") : ByteBuffer(bytes: bytes))
    }
    let others = life.connections.filter { !heard.contains(ObjectIdentifier($0)) }
    let event = StreamFrames.serverShutdown(at: time, unit: .milliseconds)
    for connection in others {
      connection.send(text: ByteBuffer(bytes: Array("{\"event\":".utf8) + event + Array("}".utf8)))
    }
    return streams.count + others.count
  }

  private func checkLife() {
    let now = ContinuousClock.now
    guard now - lastLifeCheck >= Self.lifeCheckInterval else { return }
    lastLifeCheck = now
    life.check(at: now, payload: ByteBuffer(string: String(WallClock.now().milliseconds)))
  }

  /// Ten seconds at most; whoever reads slower than that loses the connection by its bound.
  private func waitForSlowReaders() async {
    for _ in 0..<5000 where life.connections.contains(where: { $0.backlogBytes > Self.backlogBytesHigh }) {
      try? await Task.sleep(for: .milliseconds(2))
    }
  }

  /// Waits until the event loops have done what they were given.
  private func flush() async {
    for connection in life.connections { try? await connection.eventLoop.submit {}.get() }
  }
}

/// Why time can't be put forward.
enum SimTimeRefusal: Error, Hashable, Sendable {
  case notPaused
  case stepUnderWay
  case backwards(now: Instant)
}

/// The venue's time behind a lock.
final class VenueClockBox: Sendable {
  private let timeline: Mutex<VenueTimeline>

  init(_ timeline: VenueTimeline) { self.timeline = Mutex(timeline) }

  func now() -> Instant { timeline.withLock { $0.now(wall: WallClock.now()) } }

  func state() -> (now: Instant, speed: Fixed, isPaused: Bool) {
    timeline.withLock { ($0.now(wall: WallClock.now()), $0.speed, $0.isPaused) }
  }

  func pause() { timeline.withLock { $0.pause(wall: WallClock.now()) } }

  func resume() { timeline.withLock { $0.resume(wall: WallClock.now()) } }

  func setSpeed(_ speed: Fixed) { timeline.withLock { $0.setSpeed(speed, wall: WallClock.now()) } }

  func advance(to instant: Instant) { timeline.withLock { $0.advance(to: instant) } }
}
