// SPDX-License-Identifier: Apache-2.0

extension ReferenceCase {
  static let volatility: [ReferenceCase] = cases(
    "atr", [[2], [14], [100]], are: "ATR", reading: [.high, .low, .close])
}
