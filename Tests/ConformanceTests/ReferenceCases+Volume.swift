// SPDX-License-Identifier: Apache-2.0

extension ReferenceCase {
  static let volume: [ReferenceCase] =
    [
      ReferenceCase("obv", is: "OBV", reading: [.close, .volume]),
      ReferenceCase("ad", is: "AD", reading: flow),
      ReferenceCase("vwap", is: "SESSION_VWAP", [1440], reading: [.time] + flow),
      ReferenceCase("vwap", [60], is: "SESSION_VWAP", [60], reading: [.time] + flow),
      ReferenceCase("anchored_vwap", [0], is: "ANCHORED_VWAP", [0], reading: [.time] + flow),
      ReferenceCase(
        "anchored_vwap", [1_516_000_000_000], is: "ANCHORED_VWAP", [1_516_000_000_000], reading: [.time] + flow),
    ]
    // The line of which it is the difference of averages goes up to 10⁸; its rounding is more than 10⁻⁹ of what is left.
    + cases("adosc", [[3, 10], [2, 5], [10, 3], [50, 700]], are: "ADOSC", reading: flow, compared: .within(1e5))
    // TA-Lib's sums keep rounding errors of large flows that have long gone.
    + cases("mfi", [[2], [5], [14], [700]], are: "MFI", reading: flow, compared: .within(1000))
    + cases("cmf", [[2], [5], [20], [700]], are: "CMF", reading: flow, compared: .scale)
    + cases("force_index", [[2], [13], [200]], are: "EFI", reading: [.close, .volume])
    + cases("relative_volume", [[1], [5], [20], [700]], are: "RVOL", reading: [.volume], compared: .definedLonger)

  private static let flow: [CandleColumn] = [.high, .low, .close, .volume]
}
