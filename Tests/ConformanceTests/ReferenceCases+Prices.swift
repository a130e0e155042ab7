// SPDX-License-Identifier: Apache-2.0

extension ReferenceCase {
  static let prices: [ReferenceCase] = [
    ReferenceCase("typical_price", is: "TYPPRICE", reading: [.high, .low, .close]),
    ReferenceCase("median_price", is: "MEDPRICE", reading: [.high, .low]),
    ReferenceCase("weighted_price", is: "WCLPRICE", reading: [.high, .low, .close]),
    ReferenceCase("average_price", is: "AVGPRICE", reading: [.open, .high, .low, .close]),
    ReferenceCase("heikin_ashi", is: "HA", reading: [.open, .high, .low, .close]),
  ]
}
