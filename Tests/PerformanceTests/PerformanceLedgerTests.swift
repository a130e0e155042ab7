// SPDX-License-Identifier: Apache-2.0

import Performance
import Testing
import TradingModel

@Suite struct PerformanceLedgerTests {
  /// Wallet 1000; equity runs 1050, 1030, 1060, 1000, 1000, 1010. Every figure below was computed by hand from these.
  static let trades: [ClosedTradeResult] = [
    trade("BTC/USDT", closed: "2026-11-01T10:00:00Z", "50", "0.05", "roi"),
    trade("ETH/USDT", closed: "2026-11-01T12:00:00Z", "-20", "-0.02", "stop_loss"),
    trade("BTC/USDT", closed: "2026-11-03T00:00:00Z", "30", "0.04", "roi"),
    trade("ETH/USDT", closed: "2026-11-03T23:59:59.999Z", "-60", "-0.1", "stop_loss"),
    trade("ADA/USDT", closed: "2026-11-04T00:00:00Z", "0", "0", "exit_signal"),
    trade("ETH/USDT", closed: "2026-11-09T08:00:00Z", "10", "0.01", "exit_signal"),
  ]

  @Test func `counts and adds up`() throws {
    let summary = try summary(of: Self.trades)
    #expect(summary.initialWallet == money("1000"))
    #expect(summary.equity == money("1010"))
    #expect(summary.profitRatio == 0.01)
    #expect(summary.all.trades == 6)
    #expect([summary.all.wins, summary.all.losses, summary.all.draws] == [3, 2, 1])
    #expect(summary.all.profit == money("10"))
    #expect(summary.all.gained == money("90"))
    #expect(summary.all.lost == money("80"))
    #expect(summary.all.winRate == 0.5)
    #expect(summary.all.profitFactor == 1.125)
    #expect(summary.all.expectancy == money("1.666666666667"))
    #expect(isNear(summary.all.expectancyRatio, (1 + 30.0 / 40) * 0.5 - 1))
    #expect(isNear(summary.all.averageProfitRatio, -0.02 / 6))
  }

  @Test func `groups by pair, by UTC day and by exit reason`() throws {
    let summary = try summary(of: Self.trades)
    #expect(lines(summary.byPair) == ["ADA/USDT 1 0", "BTC/USDT 2 80", "ETH/USDT 3 -70"])
    #expect(
      lines(summary.byDay) == ["2026-11-01 2 30", "2026-11-03 2 -30", "2026-11-04 1 0", "2026-11-09 1 10"])
    #expect(lines(summary.byExitReason) == ["exit_signal 2 10", "roi 2 80", "stop_loss 2 -80"])
    #expect(summary.bestPair?.key == Pair("BTC/USDT"))
    #expect(summary.worstPair?.key == Pair("ETH/USDT"))
  }

  @Test func `draws the equity curve`() throws {
    let curve = try ledger(of: Self.trades).equity
    #expect(curve.map(\.equity) == ["1050", "1030", "1060", "1000", "1000", "1010"].map(money))
    #expect(curve.map(\.time) == Self.trades.map(\.closedAt))
  }

  @Test func `finds the largest fall, with when`() throws {
    let summary = try summary(of: Self.trades)
    let largest = try #require(summary.largestDrawdown)
    #expect(largest.amount == money("60"))
    #expect(isNear(largest.ratio, 60.0 / 1060))
    #expect(largest.peakAt == at("2026-11-03T00:00:00Z"))
    #expect(largest.troughAt == at("2026-11-03T23:59:59.999Z"))
    #expect(summary.deepestDrawdown == largest)
    #expect(summary.currentDrawdown?.amount == money("50"))
    #expect(summary.currentDrawdown?.troughAt == at("2026-11-09T08:00:00Z"))
  }

  @Test func `a fall before any profit is one from the initial wallet`() throws {
    let summary = try summary(of: [Self.trades[1], Self.trades[0]])
    #expect(summary.largestDrawdown?.amount == money("20"))
    #expect(summary.largestDrawdown?.ratio == 0.02)
    #expect(summary.largestDrawdown?.peakAt == nil)
    #expect(summary.currentDrawdown == nil)
  }

  @Test func `the largest fall by amount need not be the deepest by ratio`() throws {
    let trades = ["-50", "9050", "-100"].enumerated().map { index, profit in
      trade("BTC/USDT", closed: "2026-11-0\(index + 1)", profit, "0", "roi")
    }
    let summary = try summary(of: trades)
    #expect(summary.largestDrawdown?.amount == money("100"))
    #expect(summary.largestDrawdown?.ratio == 0.01)
    #expect(summary.deepestDrawdown?.amount == money("50"))
    #expect(summary.deepestDrawdown?.ratio == 0.05)
  }

  @Test func `Sharpe, Sortino and Calmar are Freqtrade's`() throws {
    // Returns 0.05 -0.02 0.03 -0.06 0 0.01 over 10 whole days: 0.001 a day; population deviation 0.0353160;
    // of the losers 0.02; drawdown 60 / 1060; times √365. Checked against numpy.
    let summary = try summary(of: Self.trades)
    #expect(isNear(summary.sharpe, 0.5409716573682246))
    #expect(isNear(summary.sortino, 0.95524865872714))
    #expect(isNear(summary.calmar, 33.75211927502561))
  }

  @Test func `a period shorter than a day counts as one`() throws {
    let ledger = try ledger(of: Self.trades)
    let instant = ledger.summary(from: at("2026-11-01"), until: at("2026-11-01"))
    let almostTwo = ledger.summary(from: at("2026-11-01"), until: at("2026-11-02T23:59:59Z"))
    #expect(instant == almostTwo)
    #expect(isNear(instant.sharpe, 5.409716573682246))
    #expect(ledger.summary(from: at("2026-11-02"), until: at("2026-11-01")) == instant)
  }

  @Test func `nothing is defined without trades`() throws {
    let summary = try summary(of: [])
    #expect(summary.equity == money("1000"))
    #expect(summary.all == ResultTally())
    #expect(summary.profitRatio == 0)
    #expect(summary.all.winRate == nil)
    #expect(summary.all.expectancy == nil)
    #expect(summary.all.averageProfitRatio == nil)
    #expect([summary.sharpe, summary.sortino, summary.calmar] == [nil, nil, nil])
    #expect(summary.largestDrawdown == nil)
    #expect(summary.bestPair == nil)
    #expect(summary.worstPair == nil)
  }

  @Test func `without losers what they would divide is not defined`() throws {
    let summary = try summary(of: [Self.trades[0]])
    #expect(summary.all.profitFactor == nil)
    #expect(summary.all.expectancyRatio == nil)
    #expect([summary.sharpe, summary.sortino, summary.calmar] == [nil, nil, nil])
    #expect(summary.all.winRate == 1)
  }

  @Test func `with losers only the profit factor is 0`() throws {
    let summary = try summary(of: [Self.trades[1], Self.trades[3]])
    #expect(summary.all.profitFactor == 0)
    #expect(summary.all.expectancyRatio == -1)
    #expect(summary.all.expectancy == money("-40"))
  }

  @Test func `of equal pairs the first is best and worst`() throws {
    let equal = ["ETH/USDT", "BTC/USDT"].map { trade($0, closed: "2026-11-01", "5", "0", "roi") }
    let summary = try summary(of: equal)
    #expect(summary.bestPair?.key == Pair("BTC/USDT"))
    #expect(summary.worstPair?.key == Pair("BTC/USDT"))
  }

  @Test func `a trade that closed earlier counts on its own day, and the curve's time does not go back`() throws {
    let ledger = try ledger(of: [Self.trades[4], Self.trades[3]])
    #expect(ledger.equity.map(\.time) == [Self.trades[4].closedAt, Self.trades[4].closedAt])
    let summary = ledger.summary(from: at("2026-11-01"), until: at("2026-11-11"))
    #expect(summary.byDay.map(\.key.description) == ["2026-11-03", "2026-11-04"])
  }

  @Test(arguments: ["0", "-1"])
  func `refuses a wallet that isn't above 0`(wallet: String) {
    #expect(PerformanceLedger(initialWallet: money(wallet)) == nil)
  }

  @Test func `amounts add up exactly where binary numbers would not`() throws {
    let tenth = trade("BTC/USDT", closed: "2026-11-01", "0.1", "0.0001", "roi")
    let summary = try summary(of: Array(repeating: tenth, count: 1000))
    #expect(summary.all.profit == money("100"))
    #expect(summary.all.ratioSum == Ratio(Fixed("0.1")!))
    #expect(summary.all.expectancy == money("0.1"))
    #expect(summary.sharpe == nil)
  }

  @Test(arguments: [1, 2, 3, 4, 5])
  func `taken one by one it equals what is computed over the whole list`(seed: UInt64) throws {
    var state = seed
    let profits = (0..<400).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64(state >> 33) % 200_001 - 100_000
    }
    let trades = profits.enumerated().map { index, cents in
      ClosedTradeResult(
        pair: Pair(["BTC/USDT", "ETH/USDT", "ADA/USDT"][index % 3])!, openedAt: .epoch,
        closedAt: Instant(milliseconds: Int64(index) * 3_600_000), profit: hundredths(cents), profitRatio: .zero,
        exitReason: "roi")
    }
    let summary = try summary(of: trades, wallet: "1000000")
    let returns = profits.map { Double($0) / 100 / 1_000_000 }
    let mean = returns.reduce(0, +) / 400
    let deviation = (returns.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 400).squareRoot()
    #expect(isNear(summary.sharpe, mean * 400 / 10 / deviation * Double(365).squareRoot()))

    var (equity, peak, fall): (Int64, Int64, Int64) = (100_000_000, 100_000_000, 0)
    for cents in profits {
      equity += cents
      peak = max(peak, equity)
      fall = max(fall, peak - equity)
    }
    #expect(summary.largestDrawdown?.amount == hundredths(fall))
    #expect(summary.byPair.map(\.tally.profit).reduce(.zero, +) == summary.all.profit)
    #expect(summary.byDay.map(\.tally.profit).reduce(.zero, +) == summary.all.profit)
    #expect(summary.byDay.map(\.key) == summary.byDay.map(\.key).sorted())
    #expect(summary.byDay.count == 17)
  }

  private func ledger(of trades: [ClosedTradeResult], wallet: String = "1000") throws -> PerformanceLedger {
    var ledger = try #require(PerformanceLedger(initialWallet: money(wallet)))
    for trade in trades { ledger.add(trade) }
    return ledger
  }

  /// The summary over ten days and 23 hours.
  private func summary(of trades: [ClosedTradeResult], wallet: String = "1000") throws -> PerformanceSummary {
    try ledger(of: trades, wallet: wallet).summary(from: at("2026-11-01"), until: at("2026-11-11T23:00:00Z"))
  }

  private func lines<Key>(_ tallies: [KeyedTally<Key>]) -> [String] {
    tallies.map { "\($0.key) \($0.tally.trades) \($0.tally.profit)" }
  }
}

private func money(_ text: String) -> Money { Money(Fixed(text)!) }

private func hundredths(_ count: Int64) -> Money { Money(Fixed(units: Int128(count) * 10_000_000_000)) }

private func at(_ text: String) -> Instant { Instant(text)! }

private func isNear(_ value: Double?, _ expected: Double) -> Bool {
  guard let value else { return false }
  return (value - expected).magnitude <= expected.magnitude * 1e-11
}

private func trade(
  _ pair: String, closed: String, _ profit: String, _ ratio: String, _ reason: String
) -> ClosedTradeResult {
  ClosedTradeResult(
    pair: Pair(pair)!, openedAt: at("2026-10-31"), closedAt: at(closed), profit: money(profit),
    profitRatio: Ratio(Fixed(ratio)!), exitReason: reason)
}
