// SPDX-License-Identifier: Apache-2.0

import Indicators
import MarketData
import Strategies
import StrategyKit
import Testing
import TradingModel

@Suite struct ConfluenceTests {
  typealias Step = ScriptedMember.Step

  /// What members say, and the side in each mode: enter, exit or neither.
  static let truths: [(votes: String, all: Character, any: Character, majority: Character)] = [
    ("+", "+", "+", "+"), ("-", "-", "-", "-"), ("0", "0", "0", "0"), ("++", "+", "+", "+"), ("+0", "0", "+", "0"),
    ("+-", "0", "0", "0"), ("-0", "0", "-", "0"), ("--", "-", "-", "-"), ("++0", "0", "+", "+"),
    ("++-", "0", "0", "+"), ("+--", "0", "0", "-"), ("+-0", "0", "0", "0"), ("+00", "0", "+", "0"),
    ("--0", "0", "-", "-"), ("000", "0", "0", "0"), ("++--", "0", "0", "0"), ("++00", "0", "+", "0"),
    ("+++-", "0", "0", "+"), ("+++0-", "0", "0", "+"), ("++x", "+", "+", "+"), ("+x", "+", "+", "+"),
    ("+-x", "0", "0", "0"), ("+0x", "0", "+", "0"), ("--x", "-", "-", "-"), ("+0w", "0", "+", "0"),
    ("+ww", "+", "+", "+"), ("++-xw", "0", "0", "+"), ("0x", "0", "0", "0"),
  ]

  @Test(arguments: truths)
  func `counts votes`(votes: String, all: Character, any: Character, majority: Character) throws {
    for (mode, side) in [("ALL", all), ("ANY", any), ("MAJORITY", majority)] {
      // The first candle is fine for everybody; at the second some fail. Who warms up has had one of two candles.
      let members = votes.map { vote in
        switch vote {
        case "+": ScriptedMember([.neither, .enter])
        case "-": ScriptedMember([.neither, .exit])
        case "x": ScriptedMember([.neither, .fails("no")])
        case "w": ScriptedMember(warmUp: 2, [.fails("late"), .enter])
        default: ScriptedMember([.neither, .neither])
        }
      }
      var strategy = try confluence(mode, members)
      let signals = try numbered(0..<2).map { try strategy.update($0) }
      let expected: SignalAction? = side == "+" ? .enter : side == "-" ? .exit : nil
      #expect(strategy.stance?.side == expected, "\(mode) \(votes)")
      #expect(strategy.poll?.side == expected, "\(mode) \(votes)")
      // With a member that needs two candles the second is the end of the warm-up, and no turn.
      #expect(signals[1]?.action == (votes.contains("w") ? nil : expected), "\(mode) \(votes)")
      #expect(signals[0] == nil)
    }
  }

  /// Weights, what members say and how strongly, the threshold, the score, the side.
  static let weighings: [(of: String, steps: [Step], threshold: String, score: Double, side: SignalAction?)] = [
    ("a, b", [.enter, .neither], "0.5", 0.5, .enter), ("a, b", [.enter, .neither], "0.51", 0.5, nil),
    ("a, b*3", [.enter, .exit], "0.5", -0.5, .exit), ("a*3, b", [.enter, .exit], "0.5", 0.5, .enter),
    ("a, b", [.enter, .exit], "0.01", 0, nil),
    ("a, b", [.thinks(.enter, 0.6), .thinks(.enter, 0.4)], "0.5", 0.5, .enter),
    ("a*0.1, b*0.2, c*0.3", [.enter, .enter, .neither], "0.5", 0.5, .enter),
    ("a*0.1, b*0.2, c*0.3", [.exit, .exit, .neither], "0.5", -0.5, .exit),
    ("a*2, b, c", [.thinks(.enter, 0.5), .exit, .fails("x")], "0.2", 0, nil),
    ("a*2, b, c", [.enter, .exit, .fails("x")], "0.2", 1.0 / 3, .enter), ("a", [.thinks(.exit, 0.25)], "1", -0.25, nil),
    ("a*1000, b*0.001", [.enter, .exit], "0.99", 999.999 / 1000.001, .enter),
  ]

  @Test(arguments: weighings)
  func `weighs votes`(of: String, steps: [Step], threshold: String, score: Double, side: SignalAction?) throws {
    var strategy = try confluence(
      "WEIGHTED", steps.map { ScriptedMember([.neither, $0]) }, of: of, threshold: threshold)
    _ = try strategy.update(numbered(0..<1)[0])
    let signal = try strategy.update(numbered(1..<2)[0])
    let poll = try #require(strategy.poll)
    #expect((poll.score - score).magnitude < 1e-12)
    #expect(poll.side == side && signal?.action == side)
    #expect(((signal?.strength ?? 0) - (side == nil ? 0 : score.magnitude)).magnitude < 1e-12)
    #expect(poll.threshold == Double(threshold))
  }

  @Test func `weights count in mode WEIGHTED alone`() throws {
    var strategy = try confluence("MAJORITY", [ScriptedMember([.enter]), ScriptedMember([.exit])], of: "a*9, b")
    _ = try strategy.update(numbered(0..<1)[0])
    #expect(strategy.stance == .neutral)
    #expect(strategy.poll?.votes.map(\.weight) == [1, 1])
    #expect(strategy.poll?.score == 0 && strategy.poll?.threshold == nil)
  }

  @Test func `signals where the side turns, and not while it stays`() throws {
    let script: [Step] = [.neither, .enter, .enter, .neither, .enter, .exit, .exit, .enter, .neither, .exit]
    let strategy = try confluence("ALL", [ScriptedMember(script), ScriptedMember(script)])
    #expect(
      try heard(of: strategy, on: numbered(0..<10)).map(\.description) == [
        "1 confluence_enter", "4 confluence_enter", "5 confluence_exit", "7 confluence_enter", "9 confluence_exit",
      ])
  }

  @Test func `a member that fails is left out, counted and shown, and comes back`() throws {
    let members = [
      ScriptedMember([.enter]), ScriptedMember([.exit, .fails("it is dark"), .fails("it is dark"), .exit]),
    ]
    var strategy = try confluence("ALL", members)
    let bars = numbered(0..<4)
    _ = try strategy.update(bars[0])
    #expect(strategy.poll?.summary == "1 of 2 say enter, 1 say exit: not all agree on a side")
    #expect(
      try strategy.update(bars[1])?.reason == "1 of 1 say enter, 0 say exit, 1 failed: enter, all agree; enter: a")
    _ = try strategy.update(bars[2])
    let poll = try #require(strategy.poll)
    #expect(poll.votes[0] == Vote(strategy: "a", stance: Stance(.enter), reason: "says enter"))
    #expect(
      poll.votes[1]
        == Vote(strategy: "b", stance: nil, reason: "failed, 2 times so far: it is dark", hasFailed: true))
    #expect((strategy as? Confluence)?.failures == [0, 2])
    _ = try strategy.update(bars[3])
    #expect(strategy.poll?.votes[1] == Vote(strategy: "b", stance: Stance(.exit), reason: "says exit"))
  }

  @Test func `where all fail it fails, names them, and is as it was`() throws {
    let members = [ScriptedMember([.enter, .fails("blind")]), ScriptedMember([.enter, .fails("deaf")])]
    var strategy = try confluence("ALL", members)
    _ = try strategy.update(numbered(0..<1)[0])
    let poll = strategy.poll
    let failure = #expect(throws: StrategyFailure.self) { try strategy.update(numbered(1..<2)[0]) }
    #expect(failure?.reason == "every member failed: a: blind; b: deaf")
    #expect(strategy.poll == poll)
    #expect((strategy as? Confluence)?.failures == [0, 0])
  }

  @Test func `warms up as long as its slowest member, which does not answer until then`() throws {
    var strategy = try confluence("ALL", [ScriptedMember([.enter]), ScriptedMember(warmUp: 3, [.exit])])
    #expect(strategy.warmUp == 3)
    #expect(try heard(of: strategy, on: numbered(0..<6)).isEmpty)
    _ = try strategy.update(numbered(0..<1)[0])
    #expect(strategy.stance == nil && strategy.poll?.side == nil)
    #expect(strategy.reason == "warming up; the members need 3 candles; enter: a")
    #expect(strategy.poll?.votes[1].reason == "warming up; it needs 3 candles")
    // The slow one misses a candle and answers one later than the confluence: until then the other decides.
    var late = try confluence(
      "ALL", [ScriptedMember([.exit]), ScriptedMember(warmUp: 3, [.enter, .fails("x"), .enter, .enter])])
    let sides = try numbered(0..<4).map { bar in
      _ = try late.update(bar)
      return late.stance
    }
    #expect(sides == [nil, nil, Stance(.exit), .neutral])
  }

  @Test func `forwards the other series, each once, to the members that read them`() throws {
    let hour = StrategyInput(timeframe: .oneHour)
    let bitcoin = StrategyInput(pair: Pair("BTC/USDT"))
    let members = [
      ScriptedMember(inputs: [hour], [.enter]), ScriptedMember([.enter]),
      ScriptedMember(inputs: [bitcoin, hour], [.enter]),
    ]
    var strategy = try confluence("ALL", members)
    #expect(strategy.inputs == [hour, bitcoin])
    strategy.take(numbered(7..<8)[0], of: 0)
    strategy.take(numbered(8..<9)[0], of: 1)
    strategy.take(numbered(9..<10)[0], of: 0)
    #expect(strategy.readings.map(\.description) == ["score 0", "a taken 2", "b taken 0", "c taken 3"])
  }

  @Test func `votes as its members think`() throws {
    let all = BuiltInStrategies.all.map(\.name).filter { $0 != "confluence" }
    let definition = try BuiltInStrategies.definition(named: "confluence")
    var strategy = definition.make(try definition.values(["of": all.joined(separator: ",")]))
    var members = try all.map { name in
      let definition = try BuiltInStrategies.definition(named: name)
      return definition.make(try definition.values())
    }
    #expect(strategy.warmUp == members.map(\.warmUp).max())
    for bar in MadeUpMarket.lively[2].bars {
      _ = try strategy.update(bar)
      for index in members.indices { _ = try members[index].update(bar) }
      guard strategy.stance != nil, bar.openTime % 420_000 == 0 else { continue }
      let stances = members.map(\.stance)
      let (enters, exits) = (stances.count { $0?.side == .enter }, stances.count { $0?.side == .exit })
      #expect(strategy.stance?.side == (2 * enters > all.count ? .enter : 2 * exits > all.count ? .exit : nil))
      #expect(strategy.poll?.votes.map(\.strategy) == all)
      #expect(strategy.poll?.votes.map(\.stance) == stances)
      #expect(strategy.poll?.votes.map(\.reason) == members.map(\.reason))
    }
  }
}
