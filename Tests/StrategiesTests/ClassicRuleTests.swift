// SPDX-License-Identifier: Apache-2.0

import Indicators
import Strategies
import StrategyKit
import Testing
import TradingModel

/// Each against the rule of its documentation over TA-Lib's numbers, computed apart with TA-Lib 0.8.2 over the same walk.
@Suite struct ClassicRuleTests {
  /// A walk of closes; each candle opens at the close before, and its wicks come from another walk.
  static let market: [Bar] = {
    let closes = walk(seed: 2026, count: 1200).map(\.hundredths)
    let wicks = walk(seed: 7, count: 1200).map(\.hundredths)
    return closes.indices.map { index in
      let (open, close) = (closes[max(index - 1, 0)], closes[index])
      return Bar(
        openTime: Int64(index) * 60_000, open: Double(open) / 100,
        high: Double(max(open, close) + wicks[index] % 1500) / 100,
        low: Double(min(open, close) - wicks[index] / 7 % 1500) / 100, close: Double(close) / 100, volume: 1)
    }
  }()

  /// The candles at which the stance turns, + for enter and - for exit, and the first signal's reason.
  static let expected: [(strategy: any Strategy, tag: String, turns: String, reason: String)] = [
    (
      ADXTrend(period: 14, threshold: 25), "adx",
      """
      454+ 470- 471+ 510+ 529- 622+ 632- 635+ 657+ 704- 739+ 743- 767+ 782- 828- 865+ 918- 950+ 953- 959- \
      1080+ 1098- 1103+ 1105- 1111- 1177- 1182+
      """,
      """
      ADX(14) 25.339165 is at or above 25, +DI 20.612326 is above -DI 10.439889
      """
    ),
    (
      BollingerBreakout(period: 20, deviations: 2), "bollinger",
      """
      40- 51- 53- 67+ 111+ 127+ 155- 175+ 177+ 187+ 194- 202- 218- 220- 222- 245+ 256- 267+ 273+ 289- 309- \
      327- 348+ 351+ 353+ 367- 391- 417+ 435- 444+ 457+ 474+ 508+ 512+ 517+ 545- 557- 562- 588- 592- 621+ 623+ \
      632- 650+ 652+ 654+ 689- 692- 703- 726- 728- 740+ 764+ 783- 786- 812+ 817- 850+ 853+ 860+ 866+ 868+ 920- \
      943- 959- 976+ 990- 1008+ 1038- 1061- 1077+ 1079+ 1084+ 1099- 1156+ 1159- 1167- 1188+
      """,
      """
      the close 9895.45 is below the lower band 9896.5894
      """
    ),
    (
      MACDCrossover(fast: 12, slow: 26, signal: 9), "macd",
      """
      283- 295+ 305- 321+ 326- 337+ 343- 346+ 362- 386+ 392- 406+ 430- 431+ 434- 439+ 465- 475+ 483- 498+ 502- \
      507+ 528- 571+ 588- 595+ 605- 614+ 630- 642+ 662- 673+ 678- 712+ 718- 719+ 720- 722+ 725- 732+ 733- 734+ \
      751- 753+ 776- 794+ 807- 809+ 815- 840+ 883- 898+ 901- 915+ 917- 934+ 944- 947+ 958- 965+ 966- 968+ 985- \
      1002+ 1028- 1052+ 1059- 1072+ 1096- 1117+ 1126- 1129+ 1142- 1144+ 1146- 1154+ 1159- 1180+ 1195-
      """,
      """
      MACD(12, 26) 13.773848 is below signal(9) 13.814283; a candle earlier they were 13.888616 and 13.824392
      """
    ),
    (
      StochasticTurn(k: 14, d: 3, smooth: 3, oversold: 20, overbought: 80), "stochastic",
      """
      25- 36+ 41+ 54+ 70- 75- 79- 83- 91+ 99- 113- 129- 158+ 161+ 200+ 204+ 215+ 224+ 229+ 270- 274- 290+ 310+ \
      335+ 355- 359- 370+ 374+ 378+ 383+ 395+ 400+ 405+ 420- 447- 453- 458- 478- 492+ 515- 520- 528- 548+ 563+ \
      568+ 591+ 611+ 624- 658- 666+ 691+ 695+ 700+ 710+ 723+ 727+ 761- 766- 772- 819+ 827+ 853- 864- 866- 872- \
      880- 889+ 924+ 931+ 933+ 945+ 953- 962+ 976- 992+ 1013- 1022- 1025- 1040+ 1043+ 1064+ 1079- 1085- 1102+ \
      1110+ 1113+ 1170+ 1178+ 1190- 1199+
      """,
      """
      %K 80.195987 is below %D 82.079994, which is at or above overbought 80; a candle earlier they were \
      86.062908 and 77.48655
      """
    ),
  ]

  @Test(arguments: expected.indices)
  func `signals where the rule turns over TA-Lib's numbers`(index: Int) throws {
    var (strategy, tag, turns, reason) = Self.expected[index]
    let signals = try Self.market.enumerated().compactMap { index, bar in
      try strategy.update(bar).map { (index: index, signal: $0) }
    }
    #expect(signals.map { "\($0.index)\($0.signal.action == .enter ? "+" : "-")" }.joined(separator: " ") == turns)
    #expect(signals.allSatisfy { $0.signal.tag == "\(tag)_\($0.signal.action == .enter ? "up" : "down")" })
    #expect(signals.first?.signal.reason == reason)
  }

  @Test func `strength grows from one half at the threshold`() throws {
    var bands = BollingerBreakout(period: 4, deviations: 1)
    let closes = [9.0, 11, 9, 11, 9, 11, 14]
    var last: Signal?
    for (minute, close) in closes.enumerated() { last = try bands.update(.line(minute, close, close)) }
    // 11, 9, 11, 14: mean 11.25, variance 3.1875; the close is 2.75 above the mean.
    let strength = try #require(last?.strength)
    #expect((strength - 0.5 * 2.75 / 3.1875.squareRoot()).magnitude < 1e-12)
    var turn = StochasticTurn(k: 1, d: 1, smooth: 1, oversold: 20, overbought: 80)
    _ = try turn.update(.line(0, 1, 2))
    #expect(turn.stance == .neutral)
  }
}

extension Fixed {
  /// The number in hundredths.
  fileprivate var hundredths: Int { Int(units / (Fixed.unitsPerOne / 100)) }
}
