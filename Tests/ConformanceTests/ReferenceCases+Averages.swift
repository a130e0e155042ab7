// SPDX-License-Identifier: Apache-2.0

extension ReferenceCase {
  static let averages: [ReferenceCase] = cases("ema", [[2], [5], [12], [26], [200], [2000]], are: "EMA")
}
