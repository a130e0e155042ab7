// SPDX-License-Identifier: Apache-2.0

import StrategyKit
import Testing
import TradingModel

@Suite struct ExitRulesTests {
  @Test func `the standard rules are a stop-loss of 10 % and nothing else`() throws {
    #expect(ExitRules.standard == (try ExitRules(stoploss: ratio("-0.1"))))
    #expect(ExitRules.standard.minimalROI.isEmpty)
    #expect(ExitRules.standard.trailing == nil)
  }

  @Test func `sorts the table of profits by minutes`() throws {
    let rules = try ExitRules(
      minimalROI: [step(60, "0.01"), step(0, "0.04"), step(30, "0.02")], stoploss: ratio("-0.1"))
    #expect(rules.minimalROI == [step(0, "0.04"), step(30, "0.02"), step(60, "0.01")])
  }

  @Test(arguments: [(0, nil), (4, nil), (5, "0.04"), (29, "0.04"), (30, "0.02"), (59, "0.02"), (60, "0"), (9999, "0")])
  func `the step in force is the last that begins by then`(minutes: Int, expected: String?) throws {
    let rules = try ExitRules(minimalROI: [step(5, "0.04"), step(30, "0.02"), step(60, "0")], stoploss: ratio("-0.1"))
    #expect(rules.roiStep(atMinutes: minutes)?.ratio == expected.map(ratio))
  }

  @Test(arguments: [
    ("0", "stoploss must lie between -1 and 0, without 0 (-0.1 is 10 % below), and is 0"),
    ("0.1", "stoploss must lie between -1 and 0, without 0 (-0.1 is 10 % below), and is 0.1"),
    ("-1.000000000001", "stoploss must lie between -1 and 0, without 0 (-0.1 is 10 % below), and is -1.000000000001"),
    ("-1", nil), ("-0.000000000001", nil), ("-0.25", nil),
  ])
  func `a stop-loss is a loss`(stoploss: String, sentence: String?) {
    #expect(faults([], stoploss, nil) == (sentence.map { [$0] } ?? []))
  }

  @Test(arguments: [
    ([step(-1, "0.1")], "minimal_roi must have minutes of 0 or above, and is -1"),
    ([step(10, "0.1"), step(10, "0.2")], "minimal_roi must name each minute once, and is 10"),
    ([step(0, "-1.1")], "minimal_roi must have ratios between -1 and 1000, and is -1.1"),
    ([step(0, "1000.5")], "minimal_roi must have ratios between -1 and 1000, and is 1000.5"),
    ([step(0, "-1"), step(1, "1000")], nil),
  ])
  func `a table of profits is checked`(table: [ExitRules.ROIStep], sentence: String?) {
    #expect(faults(table, "-0.1", nil) == (sentence.map { [$0] } ?? []))
  }

  @Test(arguments: [
    (nil, "0", false, nil),
    (nil, "0.03", true, nil),
    (nil, "0.03", false, nil),
    ("0.01", "0", false, nil),
    ("0.01", "0.015", true, nil),
    ("0", "0", false, "trailing_stop_positive must lie between 0 and 1, without both, and is 0"),
    ("1", "0", false, "trailing_stop_positive must lie between 0 and 1, without both, and is 1"),
    ("-0.01", "0", false, "trailing_stop_positive must lie between 0 and 1, without both, and is -0.01"),
    (nil, "-0.01", false, "trailing_stop_positive_offset must lie between 0 and 1, and is -0.01"),
    (nil, "1.5", false, "trailing_stop_positive_offset must lie between 0 and 1, and is 1.5"),
    (
      "0.01", "0", true,
      "trailing_stop_positive_offset must be above 0 where trailing_only_offset_is_reached is true, and is 0"
    ),
    (
      "0.02", "0.02", false,
      "trailing_stop_positive_offset must be 0 or above trailing_stop_positive (0.02), and is 0.02"
    ),
  ])
  func `trailing is checked`(positive: String?, offset: String, only: Bool, sentence: String?) {
    let trailing = ExitRules.Trailing(
      positive: positive.map(ratio), positiveOffset: ratio(offset), onlyOffsetIsReached: only)
    #expect(faults([], "-0.1", trailing) == (sentence.map { [$0] } ?? []))
  }

  @Test func `reports every fault at once, with its key`() {
    let trailing = ExitRules.Trailing(positive: ratio("2"), positiveOffset: ratio("3"))
    do {
      _ = try ExitRules(minimalROI: [step(-5, "-2")], stoploss: ratio("0.1"), trailing: trailing)
      Issue.record("the rules were accepted")
    } catch {
      #expect(
        error.faults.map(\.key) == [
          "minimal_roi", "minimal_roi", "stoploss", "trailing_stop_positive", "trailing_stop_positive_offset",
        ])
      #expect(error.faults.map(\.value) == ["-5", "-2", "0.1", "2", "3"])
    }
  }

  @Test func `no overrides leave the rules as they are`() throws {
    let rules = try ExitRules(
      minimalROI: [step(0, "0.1")], stoploss: ratio("-0.05"),
      trailing: ExitRules.Trailing(positive: ratio("0.01"), positiveOffset: ratio("0.02"), onlyOffsetIsReached: true))
    #expect(ExitRuleOverrides().isEmpty)
    #expect(try ExitRuleOverrides().applied(to: rules) == rules)
    #expect(try ExitRuleOverrides().applied(to: .standard) == .standard)
  }

  @Test func `each override changes its own key`() throws {
    let rules = try ExitRules(minimalROI: [step(0, "0.1")], stoploss: ratio("-0.05"))
    #expect(
      try ExitRuleOverrides(minimalROI: []).applied(to: rules) == ExitRules(stoploss: ratio("-0.05")))
    #expect(
      try ExitRuleOverrides(stoploss: ratio("-0.2")).applied(to: rules)
        == ExitRules(minimalROI: [step(0, "0.1")], stoploss: ratio("-0.2")))
    #expect(
      try ExitRuleOverrides(trailingStop: true, trailingStopPositive: ratio("0.01")).applied(to: rules)
        == ExitRules(
          minimalROI: [step(0, "0.1")], stoploss: ratio("-0.05"),
          trailing: ExitRules.Trailing(positive: ratio("0.01"))))
    #expect(try ExitRuleOverrides(trailingStopPositive: ratio("0.01")).applied(to: rules) == rules)
    #expect(try ExitRuleOverrides(trailingStop: false).applied(to: rules) == rules)
  }

  @Test func `overrides that don't hold together are refused`() {
    #expect(throws: ExitRulesFaults.self) {
      try ExitRuleOverrides(trailingStop: true, trailingOnlyOffsetIsReached: true).applied(to: .standard)
    }
  }

  private func faults(
    _ table: [ExitRules.ROIStep], _ stoploss: String, _ trailing: ExitRules.Trailing?
  ) -> [String] {
    do {
      _ = try ExitRules(minimalROI: table, stoploss: ratio(stoploss), trailing: trailing)
      return []
    } catch {
      return error.faults.map(\.description)
    }
  }
}

private func ratio(_ text: String) -> Ratio { Ratio(Fixed(text)!) }

private func step(_ minutes: Int, _ text: String) -> ExitRules.ROIStep {
  ExitRules.ROIStep(afterMinutes: minutes, ratio: ratio(text))
}
