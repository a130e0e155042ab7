// SPDX-License-Identifier: Apache-2.0

import Foundation
public import TradingModel

/// The machine's time of day.
public enum WallClock {
  /// What time it is.
  public static func now() -> Instant {
    Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded()))
  }
}
