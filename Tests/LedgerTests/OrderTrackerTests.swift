// SPDX-License-Identifier: Apache-2.0

import Ledger
import Testing
import TradingModel

@testable import TestKit

@Suite struct OrderTrackerTests {
  @Test func `an order that is accepted and filled is told so, each fill once`() {
    var desk = TrackerDriver()
    desk.place()
    let answer = PlacementOutcome.accepted(desk.state(.filled, filled: "2"), fills: [desk.fill("1"), desk.fill("2")])
    #expect(desk.answer(answer) == ["accepted", "filled 1", "filled 1"])
    #expect(desk.stream(.partiallyFilled, filled: "1", desk.fill("1")).isEmpty)
    #expect(desk.stream(.filled, filled: "2", desk.fill("2", "1")).isEmpty)
    #expect(desk.tracker.count == 0)
  }

  @Test func `the stream may be faster than the answer`() {
    var desk = TrackerDriver()
    desk.place()
    #expect(desk.stream(.open) == ["accepted"])
    #expect(desk.stream(.filled, filled: "2", desk.fill("1", "2")) == ["filled 2"])
    #expect(desk.answer(.accepted(desk.state(.open), fills: [])).isEmpty)
    #expect(desk.tracker.count == 0)
  }

  @Test func `an end is told only when all fills are, and those that are missing are asked for`() {
    var desk = TrackerDriver()
    desk.place()
    desk.answer(.accepted(desk.state(.open), fills: []))
    #expect(desk.stream(.canceled, filled: "1").isEmpty)
    #expect(desk.tick().isEmpty)
    desk.pass(200)
    #expect(desk.tick() == ["fetch 77"])
    #expect(desk.fetched([]).isEmpty)
    desk.pass(200)
    #expect(desk.tick() == ["fetch 77"])
    #expect(desk.fetched([desk.fill("1", "0.4"), desk.fill("2", "0.6")]) == ["filled 0.4", "filled 0.6", "canceled"])
    #expect(desk.tracker.nextDue == nil)
  }

  @Test func `a lost answer is unknown, and is asked for less and less often until somebody knows`() {
    var desk = TrackerDriver()
    desk.place()
    #expect(desk.answer(.unknown(reason: "reset")) == ["lost"])
    #expect(desk.tick().isEmpty)
    desk.pass(200)
    #expect(desk.tick() == ["query"])
    #expect(desk.tick().isEmpty)
    #expect(desk.look(.failed(reason: "no route")).isEmpty)
    desk.pass(199)
    #expect(desk.tick().isEmpty)
    desk.pass(1)
    #expect(desk.tick() == ["query"])
    #expect(desk.look(.notFound) == ["missing"])
    desk.pass(399)
    #expect(desk.tick().isEmpty)
    desk.pass(1)
    #expect(desk.tick() == ["query"])
    #expect(desk.look(.found(desk.state(.open))) == ["accepted"])
    #expect(desk.tracker.nextDue == nil)
  }

  @Test func `an order whose answer was lost is never sent again`() {
    var desk = TrackerDriver()
    desk.place()
    desk.answer(.unknown(reason: "reset"))
    for _ in 0..<20 {
      desk.pass(15_000)
      #expect(["query"] == desk.tick())
      #expect(["missing"] == desk.look(.notFound))
    }
  }

  @Test func `a refusal is told once, and one that the stream contradicts is looked into`() {
    var desk = TrackerDriver()
    desk.place()
    #expect(desk.answer(.refused(reason: "no money")) == ["refused"])
    #expect(desk.tracker.count == 0)
    desk = TrackerDriver()
    desk.place()
    #expect(desk.stream(.open) == ["accepted"])
    #expect(desk.answer(.refused(reason: "Duplicate order sent.")).isEmpty)
    #expect(desk.tick() == ["query"])
  }

  @Test func `a cancel waits for the answer on the order, and is asked again while the order is open`() {
    var desk = TrackerDriver()
    desk.place()
    #expect(desk.cancel().isEmpty)
    #expect(desk.answer(.accepted(desk.state(.open), fills: [])) == ["accepted", "cancel"])
    #expect(desk.canceled(.unknown(reason: "reset")) == ["query"])
    #expect(desk.look(.found(desk.state(.open))) == ["cancel"])
    #expect(desk.canceled(.canceled(desk.state(.canceled))) == ["canceled"])
    #expect(desk.tracker.count == 0)
  }

  @Test func `a cancel that finds the order filled leads to its fills`() {
    var desk = TrackerDriver()
    desk.place()
    desk.answer(.accepted(desk.state(.open), fills: []))
    #expect(desk.cancel() == ["cancel"])
    #expect(desk.canceled(.notOpen(reason: "Unknown order sent.")) == ["query"])
    #expect(desk.look(.found(desk.state(.filled, filled: "2"))).isEmpty)
    desk.pass(200)
    #expect(desk.tick() == ["fetch 77"])
    #expect(desk.fetched([desk.fill("1", "2")]) == ["filled 2"])
    #expect(desk.tracker.count == 0)
  }

  @Test func `an order that is missing from the open ones is asked for, unless it changed a moment ago`() {
    var desk = TrackerDriver()
    desk.place()
    desk.answer(.accepted(desk.state(.open), fills: []))
    desk.pass(4_999)
    #expect(desk.list([]).isEmpty)
    desk.pass(1)
    #expect(desk.list([desk.state(.open)]).isEmpty)
    desk.pass(5_000)
    #expect(desk.list([]) == ["query"])
  }

  @Test func `an order of ours that nobody tracks is for whoever keeps the journal; others' are left alone`() {
    var desk = TrackerDriver()
    #expect(desk.stream(.open) == ["recall"])
    let other = VenueOrderState(
      clientOrderID: "web_123", exchangeOrderID: "5", pair: TrackerDriver.pair, side: .buy, status: .open,
      quantity: Quantity(1), filled: .zero, cost: .zero, time: desk.now)
    let effects = desk.tracker.streamed(other, fill: nil, at: desk.now)
    #expect(effects.isEmpty)
  }

  @Test func `a fill that comes after the end is for whoever keeps the journal, and is told then`() {
    var desk = TrackerDriver()
    desk.place()
    desk.answer(.accepted(desk.state(.canceled), fills: []))
    #expect(desk.tracker.count == 0)
    #expect(desk.stream(.canceled).isEmpty)
    #expect(desk.stream(.canceled, filled: "0.5", desk.fill("9", "0.5")) == ["recall"])
    var order = desk.order
    try? order.record(.accepted, exchangeOrderID: "77", at: desk.now)
    try? order.record(.canceled, at: desk.now)
    desk.tracker.restore(order, fills: [], at: desk.now)
    #expect(desk.stream(.canceled, filled: "0.5", desk.fill("9", "0.5")) == ["filled 0.5", "canceled"])
    #expect(desk.stream(.canceled, filled: "0.5", desk.fill("9", "0.5")).isEmpty)
  }

  @Test func `an order that was believed never placed, and lives, is brought back by whoever keeps the journal`() {
    var desk = TrackerDriver()
    desk.place()
    desk.answer(.unknown(reason: "reset"))
    desk.tracker.settle(desk.id)
    #expect(desk.list([desk.state(.open)]) == ["recall"])
    var order = desk.order
    try? order.record(.refused, at: desk.now)
    desk.tracker.restore(order, fills: [], at: desk.now)
    #expect(desk.stream(.open) == ["accepted"])
    #expect(desk.tracker.count == 1)
  }

  @Test func `an order that lives is not buried by an end that was decided before`() {
    var desk = TrackerDriver()
    desk.place()
    desk.answer(.unknown(reason: "reset"))
    #expect(desk.stream(.open) == ["accepted"])
    desk.tracker.settle(desk.id)
    #expect(desk.stream(.canceled) == ["canceled"])
  }

  @Test func `a miss of an order that was open counts only when it is not listed either, and its fills were asked for`()
  {
    var desk = TrackerDriver()
    desk.place()
    desk.answer(.accepted(desk.state(.open), fills: []))
    desk.pass(5_000)
    #expect(desk.list([]) == ["query"])
    #expect(desk.look(.notFound).isEmpty)
    desk.pass(15_000)
    #expect(desk.tick() == ["query"])
    #expect(desk.look(.notFound).isEmpty)
    desk.pass(1)
    #expect(desk.list([]).isEmpty)
    #expect(desk.tick() == ["fetch 77"])
    #expect(desk.fetched([]).isEmpty)
    desk.pass(15_000)
    #expect(desk.tick() == ["query"])
    #expect(desk.look(.notFound) == ["missing"])
    desk.tracker.settle(desk.id)
    #expect(desk.tracker.count == 0)
  }

  @Test func `a miss is forgotten when the order is shown again`() {
    var desk = TrackerDriver()
    desk.place()
    desk.answer(.accepted(desk.state(.open), fills: []))
    desk.pass(5_000)
    #expect(desk.list([]) == ["query"])
    #expect(desk.look(.notFound).isEmpty)
    #expect(desk.list([desk.state(.open)]) == ["accepted"])
    #expect(desk.tracker.isSettled)
  }

  @Test func `an order that can't be taken back keeps nobody waiting`() {
    var desk = TrackerDriver()
    desk.place()
    desk.answer(.accepted(desk.state(.open), fills: []))
    #expect(desk.cancel() == ["cancel"])
    for _ in 0..<5 {
      #expect(desk.canceled(.unknown(reason: "Market is closed.")) == ["query"])
      let again = desk.look(.found(desk.state(.open)))
      #expect(desk.tracker.isSettled)
      desk.pass(15_000)
      #expect((again + desk.tick()).contains("cancel"))
    }
  }

  @Test func `what a journal knows is not told again`() {
    var desk = TrackerDriver()
    var order = desk.order
    try? order.record(.accepted, exchangeOrderID: "77", at: desk.now)
    try? order.book(
      Fill(id: FillID("1"), order: order.id, price: 100, quantity: 1, fee: .zero, time: desk.now))
    desk.tracker.restore(order, fills: [FillID("1")], at: desk.now)
    #expect(desk.tick() == ["query"])
    #expect(desk.stream(.partiallyFilled, filled: "1", desk.fill("1")).isEmpty)
    #expect(desk.look(.found(desk.state(.filled, filled: "2"))).isEmpty)
    desk.pass(200)
    #expect(desk.tick() == ["fetch 77"])
    #expect(desk.fetched([desk.fill("1"), desk.fill("2")]) == ["filled 1"])
  }

  @Test func `what was told and never booked is told again`() {
    var desk = TrackerDriver()
    desk.place()
    #expect(desk.stream(.filled, filled: "2", desk.fill("1", "2")) == ["accepted", "filled 2"])
    desk.answer(.accepted(desk.state(.open), fills: []))
    desk.tracker.restore(desk.order, fills: [], at: desk.now)
    #expect(desk.tick() == ["query"])
    #expect(desk.look(.found(desk.state(.filled, filled: "2"))) == ["accepted"])
    desk.pass(200)
    #expect(desk.tick() == ["fetch 77"])
    #expect(desk.fetched([desk.fill("1", "2")]) == ["filled 2"])
  }

  @Test(arguments: 0..<500)
  func `whatever is lost, doubled or out of order, each fill is told once and the end last`(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    var desk = TrackerDriver()
    desk.place()
    // What really happens: some fills, then an end.
    let parts = Int.random(in: 0...4, using: &random)
    let isFilled = parts > 0 && Bool.random(using: &random)
    let rest = ["2", "1.75", "1.5", "1.25"]
    let fills = (0..<parts).map { desk.fill("\($0)", isFilled && $0 == parts - 1 ? rest[$0] : "0.25") }
    var events: [(VenueOrderState, VenueFill?)] = [(desk.state(.open), nil)]
    var filled = Quantity.zero
    for (index, fill) in fills.enumerated() {
      filled = filled + fill.quantity
      let isLast = isFilled && index == parts - 1
      events.append((desk.state(isLast ? .filled : .partiallyFilled, filled: filled.description), fill))
    }
    if !isFilled { events.append((desk.state(.canceled, filled: filled.description), nil)) }
    let last = try #require(events.last).0
    // What is told of it: a part, twice in places, in any order, with the answer somewhere in between.
    var told = events.filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
    told += told.filter { _ in Bool.random(using: &random) }
    told.shuffle(using: &random)
    let answerAt = Int.random(in: 0...told.count, using: &random)
    var reports: [String] = []
    for index in 0...told.count {
      if index == answerAt {
        reports += desk.answer(
          Bool.random(using: &random)
            ? .unknown(reason: "") : .accepted(events.randomElement(using: &random)!.0, fills: []))
      }
      if index < told.count { reports += desk.stream(told[index].0, told[index].1) }
    }
    // In the end somebody asks.
    for _ in 0..<8 where desk.tracker.count > 0 {
      desk.pass(20_000)
      for effect in desk.list([]) + desk.tick() {
        switch effect {
        case "query": reports += desk.look(.found(last))
        case "fetch 77": reports += desk.fetched(fills)
        default: reports.append(effect)
        }
      }
    }
    #expect(desk.tracker.count == 0)
    reports.removeAll { $0 == "query" || $0 == "fetch 77" || $0 == "lost" }
    var expected = ["accepted"] + fills.map { "filled \($0.quantity)" }
    if !isFilled { expected.append("canceled") }
    #expect(reports.sorted() == expected.sorted(), "\(told.map { "\($0.0.status) \($0.0.filled)" })")
    if !isFilled { #expect(reports.last == "canceled") }
  }
}
