// SPDX-License-Identifier: Apache-2.0

extension ReferenceCase {
  static let averages: [ReferenceCase] =
    cases("ema", periods, are: "EMA")
    + cases("sma", periods, are: "SMA")
    + cases("wma", periods, are: "WMA")
    + cases("dema", [[2], [5], [21], [100]], are: "DEMA")
    + cases("tema", [[2], [5], [21], [100]], are: "TEMA")
    + cases("trima", periods + [[3], [4], [21]], are: "TRIMA")
    + cases("kama", periods + [[10], [30]], are: "KAMA")
    + cases("t3", [[2, 0.7], [5, 0.7], [14, 0.3], [50, 1], [8, 0]], are: "T3")
    + cases("hma", periods + [[3], [4], [9], [16]], are: "HMA")
    + cases("zlema", periods + [[3], [4], [21]], are: "ZLEMA")
    + [[2], [5], [20], [700]].map {
      ReferenceCase("vwma", $0, is: "VWMA", $0, reading: [.close, .volume], compared: .definedLonger)
    }
    + cases("rma", periods, are: "RMA")
    + cases("mama", [[0.5, 0.05], [0.9, 0.01], [0.3, 0.3]], are: "MAMA")

  /// Short ones, an odd one, usual ones, long ones.
  private static let periods: [[Double]] = [[2], [5], [12], [26], [200], [1999]]
}
