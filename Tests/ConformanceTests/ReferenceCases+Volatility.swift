// SPDX-License-Identifier: Apache-2.0

extension ReferenceCase {
  static let volatility: [ReferenceCase] =
    cases("atr", [[2], [14], [100]], are: "ATR", reading: [.high, .low, .close])
    + cases("natr", [[2], [14], [100]], are: "NATR", reading: [.high, .low, .close], compared: .scale)
    + [[20, 2], [2, 1], [100, 2.5]].map {
      ReferenceCase(
        "bollinger", $0, is: "BBANDS", [$0[0], $0[1], $0[1], 0], outputs: ["upper", "middle", "lower"])
    }
    + cases("true_range", [[]], are: "TRANGE", reading: [.high, .low, .close])
    + cases("mass_index", [[9, 25], [2, 2], [25, 9]], are: "MASSI", reading: [.high, .low], compared: .scale)
    + cases(
      "keltner", [[20, 10, 2], [2, 20, 0.5]], are: "KC", reading: [.high, .low, .close],
      outputs: ["upper", "middle", "lower"])
    + cases(
      "donchian", [[2], [20], [100]], are: "DONCHIAN", reading: [.high, .low], outputs: ["upper", "middle", "lower"])
}
