// SPDX-License-Identifier: Apache-2.0

extension ReferenceCase {
  static let momentum: [ReferenceCase] = cases("rsi", [[2], [5], [14], [100], [700]], are: "RSI")
}
