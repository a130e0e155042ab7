// SPDX-License-Identifier: Apache-2.0

import Documents
import Foundation
import Testing
import TradingModel
import YAMLDocuments

@testable import SimServer

/// How scripts of faults are read.
struct FaultScriptTests {
  private static let pairs = ["BTC/USDT", "ETH/USDT"].compactMap { Pair($0) }

  private func plan(_ script: String) throws -> FaultPlan {
    try FaultPlan(script: try YAMLParser().parse(script), pairs: Self.pairs, seed: 1)
  }

  private func problems(_ script: String) throws -> [String] {
    do {
      _ = try plan(script)
      return []
    } catch let error as FaultScriptError {
      return error.problems.map(\.description)
    }
  }

  @Test func `a script is a list of faults, each with its schedule`() throws {
    let plan = try plan(
      """
      - drop_connections: true
        at: 90s
        every: 10m
      - at: 2026-03-04T06:00:00Z
        for: 30s
        fail_requests: {status: 418, retry_after: 1m, paths: [klines, ticker/*], share: 0.25, count: 7}
      """)
    let start = try #require(Instant("2026-03-04T05:00:00Z"))
    #expect(plan.faults.map(\.name) == ["drop_connections", "fail_requests"])
    #expect(
      plan.faults.map { $0.schedule(from: start) } == [
        FaultSchedule(first: start.advanced(byMilliseconds: 90_000), every: 600_000, length: nil),
        FaultSchedule(first: start.advanced(byMilliseconds: 3_600_000), every: nil, length: 30_000),
      ])
    guard case .requests(let fault) = plan.faults[1].fault else {
      Issue.record("the second fault is none of requests")
      return
    }
    #expect(fault.effect == .fail(.init(status: 418, retryAfterSeconds: 60)))
    #expect(fault.paths == NamePatterns(texts: ["klines", "ticker/*"]))
    #expect(fault.share == Fixed("0.25"))
    #expect(fault.count == 7)
  }

  @Test(arguments: [
    ("drop_connections: true", "line 1, column 1: the script: an object is not taken; give a list of faults"),
    ("- 7", "line 1, column 3: fault 1: a number is not taken; give an object such as {\"drop_connections\": true}"),
    ("- at: 5m", "line 1, column 3: fault 1: the fault is missing; give one of drop_connections"),
    ("- drop_connections: true\n  wen: 5m", "line 2, column 3: fault 1, wen: there is no such fault; known are "),
    ("- drop: true", "line 1, column 3: fault 1, drop: there is no such fault; known are drop_connections"),
    (
      "- drop_connections: true\n  server_shutdown: true",
      "line 2, column 3: fault 1, server_shutdown: it stands beside drop_connections; give each fault its own object"
    ),
    (
      "- drop_connections: 3",
      "line 1, column 21: fault 1, drop_connections: 3 is not taken; give true"
    ),
    (
      "- drop_connections: {share: 1}",
      "line 1, column 22: fault 1, drop_connections.share: there is no such key; it takes no parameters, write true"
    ),
    (
      "- drop_connections: true\n  for: 5m",
      "line 2, column 8: fault 1, for: \"5m\" is not taken; give no length: drop_connections happens at a moment"
    ),
    (
      "- drop_connections: true\n  at: 90",
      "line 2, column 7: fault 1, at: 90 is not taken; give a duration such as 90s, 5m or 2h, or an RFC 3339 time"
    ),
    (
      "- drop_connections: true\n  every: 0s",
      "line 2, column 10: fault 1, every: \"0s\" is not taken; give a duration such as 500ms, 90s, 5m, 2h or 1d, "
        + "from 1s to 3653d"
    ),
    (
      "- slow_requests: true\n  every: 5m",
      "line 1, column 3: fault 1, for: is missing; give how long each round lasts, less than \"every\""
    ),
    (
      "- slow_requests: true\n  every: 5m\n  for: 300s",
      "line 3, column 8: fault 1, for: \"300s\" is not taken; give less than \"every\", 5m"
    ),
    (
      "- fail_requests: {status: 404}",
      "line 1, column 27: fault 1, fail_requests.status: 404 is not taken; give 429, 418, or a number from 500 to 599"
    ),
    (
      "- fail_requests: {retry_after: 5s}",
      "line 1, column 32: fault 1, fail_requests.retry_after: \"5s\" is not taken; give it with status 429 or 418 only"
    ),
    (
      "- fail_requests: {share: 1.5}",
      "line 1, column 26: fault 1, fail_requests.share: 1.5 is not taken; give a decimal above 0 and at most 1"
    ),
    (
      "- fail_requests: {count: 0}",
      "line 1, column 26: fault 1, fail_requests.count: 0 is not taken; give a whole number from 1 to 100000"
    ),
    (
      "- fail_requests: {paths: [orders]}",
      "line 1, column 26: fault 1, fail_requests.paths: [\"orders\"] is not taken; give paths below /api/v3/ by name or "
        + "pattern, such as klines, ticker/* or POST order; there is no path \"orders\" here"
    ),
    (
      "- lose_messages: {streams: [btcusdt@trade, dogusdt@trade]}",
      "line 1, column 28: fault 1, lose_messages.streams: [\"btcusdt@trade\",\"dogusdt@trade\"] is not taken; give "
        + "streams by name or pattern, such as btcusdt@kline_1m or *@trade; there is no stream \"dogusdt@trade\" here"
    ),
    (
      "- lose_messages: {streams: BTCUSDT@*}",
      "line 1, column 28: fault 1, lose_messages.streams: \"BTCUSDT@*\" is not taken; give streams by name or pattern, "
        + "such as btcusdt@kline_1m or *@trade; there is no stream \"BTCUSDT@*\" here"
    ),
    (
      "- lose_messages: {by: 5s}",
      "line 1, column 19: fault 1, lose_messages.by: there is no such key; known are streams, share"
    ),
    (
      "- delay_messages: {by: 5}",
      "line 1, column 24: fault 1, delay_messages.by: 5 is not taken; give a duration such as 500ms, 90s, 5m, 2h "
        + "or 1d, from 1ms to 1d"
    ),
    (
      "- fail_requests: {colour: red}",
      "line 1, column 19: fault 1, fail_requests.colour: there is no such key; known are status, code, applied, retry_after, paths, "
        + "share, count"
    ),
  ])
  func `tells where a script is wrong, and what would be right`(script: String, sentence: String) throws {
    let problems = try problems(script)
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix(sentence) == true, "\(problems)")
  }

  @Test func `a script is read to its end, whatever is wrong before`() throws {
    let problems = try problems("- drop: true\n- drop_connections: true\n- slow_requests: {by: 3}\n")
    #expect(problems.map { $0.prefix { $0 != ":" } } == ["line 1, column 3", "line 3, column 23"])
  }

  @Test(
    arguments: [
      ("500ms", 500), ("90s", 90_000), ("5m", 300_000), ("2h", 7_200_000), ("1d", 86_400_000), ("0s", 0),
      ("s", nil), ("5", nil), ("-5s", nil), ("1.5h", nil), ("5 s", nil), ("99999999d", nil), ("", nil),
      ("99999999999999999999s", nil), ("5M", nil),
    ] as [(String, Int64?)])
  func `a duration is a whole number with a unit`(text: String, milliseconds: Int64?) {
    #expect(FaultDuration(text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    ("btcusdt@trade", "btcusdt@trade", true), ("btcusdt@trade", "btcusdt@trades", false), ("*", "", true),
    ("*@trade", "ethusdt@trade", true), ("*@trade", "ethusdt@aggTrade", false),
    ("btc*@kline_*", "btcusdt@kline_1m", true),
    ("*t@*t*", "btcusdt@kline_1t", true), ("a*b*c", "abcb", false), ("a*b*c", "aXbYbc", true), ("a**", "a", true),
  ])
  func `a star stands for any text`(pattern: String, name: String, matches: Bool) {
    #expect(NamePatterns(texts: [pattern]).matches(name) == matches)
  }

  @Test(arguments: FaultPlan.names)
  func `every plan that has a name can be read`(name: String) {
    #expect(FaultPlan(named: name, seed: 1)?.faults.isEmpty == false)
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func `a plan from a number has twelve faults an hour, the same each time`(number: UInt64) throws {
    let plan = try #require(FaultPlan(named: "seed:\(number)", seed: 1))
    #expect(plan.faults.count == 12)
    #expect(plan.faults.map(\.source) == FaultPlan(named: "seed:\(number)", seed: 2)?.faults.map(\.source))
    #expect(plan.faults.map(\.source) != FaultPlan(named: "seed:\(number + 1)", seed: 1)?.faults.map(\.source))
    #expect(plan.seed == number)
  }

  @Test(arguments: ["seed:", "seed:x", "seed:-1", "everything", ""])
  func `there is no plan of another name`(name: String) {
    #expect(FaultPlan(named: name, seed: 1)?.faults.count == nil)
  }

  @Test func `the script in the documentation can be read, and every fault is explained there`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "docs/botsim.md"), encoding: .utf8)
    let begin = try #require(text.firstRange(of: "```yaml\n")).upperBound
    let end = try #require(text[begin...].firstRange(of: "```")).lowerBound
    #expect(try plan(String(text[begin..<end])).faults.count == 5)
    for name in Fault.names { #expect(text.contains("| `\(name)` |"), "\(name)") }
    for name in FaultPlan.names { #expect(text.contains("`\(name)`"), "\(name)") }
  }
}
