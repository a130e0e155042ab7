// SPDX-License-Identifier: Apache-2.0

extension ReferenceCase {
  static let statistics: [ReferenceCase] =
    cases("stddev", [[2, 1], [5, 1], [20, 2], [700, 0.5], [1999, 1]], are: "STDDEV")
    + cases("stddev", [[20, 1]], of: [.volume], are: "STDDEV")
    + cases("variance", [[2], [5], [20], [1999]], are: "VAR")
    + cases("linreg", periods, are: "LINEARREG")
    + cases("linreg_slope", periods, are: "LINEARREG_SLOPE")
    + cases("linreg_intercept", periods, are: "LINEARREG_INTERCEPT")
    + cases("linreg_angle", [[2], [5], [20]], are: "ANGLE_OF_EACH_WINDOW")
    + cases("forecast", periods, are: "TSF")
    + cases("correlation", [[2], [5], [20]], of: [.high, .low], are: "CORREL_OF_EACH_WINDOW", compared: .scale)
    + cases("correlation", [[14]], of: [.close, .volume], are: "CORREL_OF_EACH_WINDOW", compared: .scale)
    + cases("beta", [[2], [5], [20]], of: [.high, .low], are: "BETA_OF_EACH_WINDOW", compared: .scale)
    + cases("beta", [[14]], of: [.open, .close], are: "BETA_OF_EACH_WINDOW", compared: .scale)
    + cases("percent_rank", periods, are: "PERCENTRANK")
    + cases("highest", periods, are: "MAX")
    + cases("lowest", periods, of: [.low], are: "MIN")
    + cases("highest_index", periods, are: "MAXAGE", compared: .exact)
    + cases("lowest_index", periods, of: [.low], are: "MINAGE", compared: .exact)
    + cases("sum", periods, are: "SUM")
    + cases("sum", [[20]], of: [.volume], are: "SUM")

  private static let periods: [[Double]] = [[2], [3], [5], [14], [20], [700]]
}
