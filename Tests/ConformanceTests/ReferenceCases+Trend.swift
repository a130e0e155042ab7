// SPDX-License-Identifier: Apache-2.0

extension ReferenceCase {
  static let trend: [ReferenceCase] =
    cases("adx", [[2], [5], [14], [100]], are: "ADX", reading: [.high, .low, .close], outputs: ["adx"])
    + cases(
      "adx", [[2], [14], [100]], are: "PLUS_DI", reading: [.high, .low, .close], outputs: ["plus"],
      compared: .beginsLater)
    + cases(
      "adx", [[2], [14], [100]], are: "MINUS_DI", reading: [.high, .low, .close], outputs: ["minus"],
      compared: .beginsLater)
}
