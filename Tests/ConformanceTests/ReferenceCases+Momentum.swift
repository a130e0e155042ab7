// SPDX-License-Identifier: Apache-2.0

extension ReferenceCase {
  static let momentum: [ReferenceCase] = momentumOfSeries + momentumOfCandles

  private static let momentumOfSeries: [ReferenceCase] =
    cases("rsi", [[2], [14], [100]], are: "RSI", compared: .scale)
    + [[14, 5, 3], [14, 14, 1], [2, 1, 2]].map {
      ReferenceCase("stoch_rsi", $0, is: "STOCHRSI", $0 + [0], compared: .scale)
    }
    + cases("cmo", [[2], [14], [100]], are: "CMO", compared: .scale)
    + cases("tsi", [[25, 13], [5, 20], [2, 2]], are: "TSI", compared: .scale)
    + cases("macd", [[12, 26, 9], [5, 35, 5], [2, 3, 2]], are: "MACD")
    + [[12, 26], [2, 3]].map { ReferenceCase("apo", $0, is: "APO", $0 + [1]) }
    + [[12, 26], [2, 3]].map { ReferenceCase("ppo", $0, is: "PPO", $0 + [1], compared: .scale) }
    + cases("roc", [[1], [10], [100]], are: "ROC", compared: .scale)
    + cases("mom", [[1], [10], [100]], are: "MOM")
    + cases("trix", [[2], [5], [30]], are: "TRIX", compared: .scale)

  private static let momentumOfCandles: [ReferenceCase] =
    cases(
      "ultimate", [[7, 14, 28], [28, 14, 1], [5, 5, 6]], are: "ULTOSC", reading: [.high, .low, .close],
      compared: .scale)
    + cases("bop", [[]], are: "BOP", reading: [.open, .high, .low, .close], compared: .scale)
    + [[14, 3, 3], [5, 1, 4], [100, 5, 1]].map {
      ReferenceCase(
        "stochastic", $0, is: "STOCH", [$0[0], $0[1], 0, $0[2], 0], reading: [.high, .low, .close], compared: .scale)
    }
    + [[5, 3], [14, 1], [1, 2]].map {
      ReferenceCase(
        "stochastic_fast", $0, is: "STOCHF", [$0[0], $0[1], 0], reading: [.high, .low, .close], compared: .scale)
    }
    + cases("awesome", [[5, 34], [2, 3]], are: "AO", reading: [.high, .low])
    + cases("cci", [[2], [14], [20], [100]], are: "CCI", reading: [.high, .low, .close], compared: .scale)
    + cases("williams_r", [[2], [14], [100]], are: "WILLR", reading: [.high, .low, .close], compared: .scale)
    + cases(
      "aroon", [[2], [14], [100]], are: "AROON", reading: [.high, .low], outputs: ["down", "up"], compared: .scale)
    + cases("aroon_oscillator", [[2], [14], [100]], are: "AROONOSC", reading: [.high, .low], compared: .scale)
}
