// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import BinanceExchange
@testable import TestKit

@Suite struct RequestQueueTests {
  private let start = ContinuousClock.now

  private func queue(concurrencyMax: Int = 10) -> RequestQueue {
    RequestQueue(budget: RequestBudget(limit: 6000, minuteStart: start), concurrencyMax: concurrencyMax)
  }

  @Test func `serves urgent lanes first, then floors, then the rest`() {
    var queue = queue(concurrencyMax: 1000)
    let now = start + .seconds(5)
    for id in 0..<100 { queue.add(id, lane: .bootstrap, weight: 20) }
    for id in 100..<102 { queue.add(id, lane: .displays, weight: 200) }
    queue.add(200, lane: .gaps, weight: 20)
    queue.add(300, lane: .account, weight: 20)
    queue.add(400, lane: .cancels, weight: 1)
    var order: [Int] = []
    while let next = queue.next(at: now) { order.append(next.id) }
    #expect(order == [400, 300, 200] + Array(0..<60) + [100] + Array(60..<100) + [101])
  }

  @Test func `serves cancels before exits, exits before queries, and entries last of what is urgent`() {
    var queue = queue(concurrencyMax: 1000)
    for (id, lane) in [RequestLane.gaps, .entries, .account, .exits, .cancels].enumerated() {
      queue.add(id, lane: lane, weight: 1)
    }
    var order: [Int] = []
    while let next = queue.next(at: start + .seconds(5)) { order.append(next.id) }
    #expect(order == [4, 3, 2, 1, 0])
  }

  @Test func `lets what goes over a socket through while every place is taken`() {
    var queue = queue(concurrencyMax: 2)
    for id in 0..<2 { queue.add(id, lane: .account, weight: 1) }
    while queue.next(at: start) != nil {}
    let refused = queue.take(.cancels, weight: 1, needsPlace: true, at: start)
    #expect(refused == nil)
    let ticket = queue.take(.cancels, weight: 1, needsPlace: false, at: start)
    #expect(ticket?.hasPlace == false)
    queue.add(7, lane: .exits, weight: 1, needsPlace: false)
    let next = queue.next(at: start)
    #expect(next?.id == 7)
  }

  @Test func `takes nothing at once while something as urgent waits for the budget`() {
    var queue = queue()
    queue.budget.block(for: .seconds(5), at: start)
    queue.add(1, lane: .account, weight: 1)
    let whileBlocked = queue.take(.cancels, weight: 1, needsPlace: false, at: start)
    #expect(whileBlocked == nil)
    let later = start + .seconds(6)
    let entry = queue.take(.entries, weight: 1, needsPlace: false, at: later)
    #expect(entry == nil, "a query waits, and goes first")
    let cancel = queue.take(.cancels, weight: 1, needsPlace: false, at: later)
    #expect(cancel != nil)
  }

  @Test func `keeps places for what is urgent`() {
    var queue = queue(concurrencyMax: 4)
    for id in 0..<9 { queue.add(id, lane: .bootstrap, weight: 1) }
    var tickets: [RequestBudget.Ticket] = []
    while let next = queue.next(at: start) { tickets.append(next.ticket) }
    #expect(tickets.count == 2)
    #expect(!queue.isWaitingForBudget)
    queue.add(9, lane: .cancels, weight: 1)
    let urgent = queue.next(at: start)
    #expect(urgent?.id == 9)
    queue.end(tickets[0], at: start)
    let next = queue.next(at: start)
    #expect(next == nil, "the urgent one still takes a place")
  }

  @Test func `keeps a thousand bots that start together below four fifths of the limit`() {
    // However many bots ask, it is one request for each page of each series: 20 pairs, 16 timeframes, ten pages.
    var queue = queue()
    for id in 0..<3200 { queue.add(id, lane: .bootstrap, weight: 2) }
    for id in 3200..<3210 { queue.add(id, lane: .account, weight: 20) }
    var now = start
    var minutes: [Int: Int] = [:]
    var sent = 0
    while sent < 3210 {
      guard let next = queue.next(at: now) else {
        now = queue.budget.nextChange(after: now)
        continue
      }
      now += .milliseconds(5)
      minutes[Int(start.duration(to: now) / .seconds(60)), default: 0] += next.ticket.weight
      queue.end(next.ticket, at: now)
      sent += 1
    }
    #expect(minutes.count == 2)
    #expect(minutes.values.max()! <= 4800)
  }

  @Test func `lets two hundred books that are lost at once come back in turn, and hold up nothing else`() {
    var queue = queue()
    for id in 0..<200 { queue.add(id, lane: .books, weight: BinanceREST.weight(ofBook: 1000)) }
    var now = start + .seconds(3)
    var minutes: [Int: Int] = [:]
    var sent = 0
    while sent < 200 {
      guard let next = queue.next(at: now) else {
        // The books have used what they may of this minute: others go at once.
        for (id, lane) in [(900, RequestLane.gaps), (901, .bootstrap), (902, .displays), (903, .cancels)] {
          queue.add(id, lane: lane, weight: 25)
          let other = queue.next(at: now)
          #expect(other.map { $0.id % 900 < 4 } == true)
          if let other { queue.end(other.ticket, at: now) }
        }
        now = queue.budget.nextChange(after: now)
        continue
      }
      minutes[Int(start.duration(to: now) / .seconds(60)), default: 0] += next.ticket.weight
      queue.end(next.ticket, at: now)
      sent += 1
    }
    #expect(minutes.keys.max()! <= 4)
    #expect(minutes.values.max()! <= 2580)
  }

  @Test(arguments: 0..<24)
  func `holds its rules whatever is asked, cancelled and told`(seed: UInt64) {
    var run = RandomRun(seed: seed, start: start)
    run.run(steps: 800)
    #expect(run.faults.prefix(3) == [])
    #expect(run.sent > 100, "the run must have sent something")
  }
}

/// A venue that counts in minutes a little off ours, requests that arrive some time on their way, others at the same
/// address, and a queue in front of all that.
private struct RandomRun {
  private struct UnderWay {
    let ticket: RequestBudget.Ticket
    let arrives: ContinuousClock.Instant
    let ends: ContinuousClock.Instant
    var told: Int?
  }

  private var random: SplitMix
  private let limit: Int
  private let start: ContinuousClock.Instant
  private let offset: Duration
  private let hasStrangers: Bool
  private var queue: RequestQueue
  private var now: ContinuousClock.Instant
  private var underWay: [UnderWay] = []
  private var counted: [Int: Int] = [:]
  private var ordinary: [Int: Int] = [:]
  private var waiting: [RequestLane: [Int]] = [:]
  private var lanes: [Int: (lane: RequestLane, weight: Int)] = [:]
  private var nextID = 0
  private(set) var sent = 0
  private(set) var faults: [String] = []

  init(seed: UInt64, start: ContinuousClock.Instant) {
    random = SplitMix(seed: seed)
    limit = [600, 1200, 6000].randomElement(using: &random)!
    self.start = start
    offset = .milliseconds(Int.random(in: -2000...2000, using: &random))
    hasStrangers = seed % 2 == 1
    queue = RequestQueue(
      budget: RequestBudget(limit: limit, minuteStart: start), concurrencyMax: Int.random(in: 3...40, using: &random))
    now = start
  }

  private func venueMinute(_ time: ContinuousClock.Instant) -> Int {
    Int(((start + offset).duration(to: time) / .seconds(60)).rounded(.down))
  }

  mutating func run(steps: Int) {
    for _ in 0..<steps {
      now += .milliseconds(Int.random(in: 0...400, using: &random))
      arrive()
      end()
      change()
      drain()
      checkFloors()
    }
  }

  private mutating func arrive() {
    for index in underWay.indices where underWay[index].told == nil && underWay[index].arrives <= now {
      let minute = venueMinute(underWay[index].arrives)
      let ticket = underWay[index].ticket
      counted[minute, default: 0] += ticket.weight
      if !ticket.lane.isUrgent { ordinary[minute, default: 0] += ticket.weight }
      underWay[index].told = counted[minute]
      if !hasStrangers, counted[minute]! > limit { faults.append("\(counted[minute]!) in a minute") }
      if ordinary[minute, default: 0] > limit * 8 / 10 { faults.append("\(ordinary[minute]!) ordinary in a minute") }
    }
  }

  private mutating func end() {
    for request in underWay where request.ends <= now {
      queue.end(request.ticket, at: now)
      guard let told = request.told else { continue }
      queue.budget.venueReported(used: told, answering: request.ticket, at: now)
      let isSurelyThisMinute = request.ticket.sentAt >= minuteStart + .seconds(2)
      if isSurelyThisMinute, queue.budget.used(at: now) < told { faults.append("believes less than it was told") }
    }
    underWay.removeAll { $0.ends <= now }
  }

  private var minuteStart: ContinuousClock.Instant {
    start + .seconds(60) * Int((start.duration(to: now) / .seconds(60)).rounded(.down))
  }

  private mutating func change() {
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      let lane = RequestLane.allCases.randomElement(using: &random)!
      let weight = [1, 2, 4, 20, 25].randomElement(using: &random)!
      queue.add(nextID, lane: lane, weight: weight)
      waiting[lane, default: []].append(nextID)
      lanes[nextID] = (lane, weight)
      nextID += 1
    }
    if Int.random(in: 0..<10, using: &random) == 0, let lane = waiting.keys.sorted(by: { $0.index < $1.index }).first,
      let id = waiting[lane]?.randomElement(using: &random)
    {
      queue.remove(id)
      waiting[lane]?.removeAll { $0 == id }
    }
    if hasStrangers { counted[venueMinute(now), default: 0] += Int.random(in: 0...10, using: &random) }
  }

  private mutating func drain() {
    while true {
      let used = queue.budget.used(at: now)
      guard let next = queue.next(at: now) else { return }
      if used + next.ticket.weight > limit { faults.append("sent beyond the limit") }
      let lane = next.ticket.lane
      if waiting[lane]?.first != next.id { faults.append("\(next.id) out of turn in \(lane)") }
      waiting[lane]?.removeAll { $0 == next.id }
      sent += 1
      let arrives = now + .milliseconds(Int.random(in: 0...3000, using: &random))
      let ends = arrives + .milliseconds(Int.random(in: 0...3000, using: &random))
      underWay.append(UnderWay(ticket: next.ticket, arrives: arrives, ends: ends))
    }
  }

  /// Where nobody else asks, no lane waits for the budget while it is below its floor.
  private mutating func checkFloors() {
    guard !hasStrangers, now >= minuteStart + .seconds(2), queue.isWaitingForBudget else { return }
    for lane in RequestLane.allCases {
      guard let first = waiting[lane]?.first, let weight = lanes[first]?.weight else { continue }
      var alone = queue
      if alone.budget.isWithinFloor(lane, weight: weight), alone.budget.allows(lane, weight: weight, at: now) == false {
        faults.append("\(lane) starves below its floor")
      }
    }
  }
}
