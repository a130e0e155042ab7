// SPDX-License-Identifier: Apache-2.0

extension ReferenceCase {
  static let trend: [ReferenceCase] = directions + lines

  private static let directions: [ReferenceCase] =
    cases("adx", [[2], [5], [14], [100]], are: "ADX", reading: bar, outputs: ["adx"], compared: .scale)
    + cases("adx", [[2], [14], [100]], are: "PLUS_DI", reading: bar, outputs: ["plus"], compared: .beginsLater)
    + cases("adx", [[2], [14], [100]], are: "MINUS_DI", reading: bar, outputs: ["minus"], compared: .beginsLater)
    + cases("adxr", [[2], [14], [100]], are: "ADXR", reading: bar, compared: .scale)
    + cases("dx", [[2], [14], [100]], are: "DX", reading: bar, compared: .scale)
    + cases("plus_di", [[2], [14], [100]], are: "PLUS_DI", reading: bar, compared: .scale)
    + cases("minus_di", [[2], [14], [100]], are: "MINUS_DI", reading: bar, compared: .scale)
    + cases("vortex", [[1], [14], [100]], are: "VORTEX", reading: bar, compared: .scale)

  private static let lines: [ReferenceCase] =
    cases("sar", [[0.02, 0.2], [0.5, 0.2], [0.1, 1], [0, 0]], are: "SAR", reading: [.high, .low])
    + cases(
      "supertrend", [[10, 3], [2, 0.5], [50, 0]], are: "SUPERTREND", reading: bar, outputs: ["supertrend", nil])

  private static let bar: [CandleColumn] = [.high, .low, .close]
}
