// SPDX-License-Identifier: Apache-2.0

extension Double {
  /// Whether a difference of two numbers is no more than their rounding: within 10⁻¹⁴ of the sum of their sizes, as
  /// TA-Lib tells it. What is left between equal numbers by arithmetic must not be divided by.
  func isNegligible(between left: Double, _ right: Double) -> Bool {
    magnitude <= 1e-14 * (left.magnitude + right.magnitude)
  }
}
