// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// What is wrong with exit rules: the key at fault, the value, and a sentence.
public struct ExitRulesFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The key: `stoploss`, `minimal_roi`, `trailing_stop_positive`, …
  public let key: String
  /// The value at fault.
  public let value: String
  /// What the key must be, and what it is.
  public let description: String

  init(_ key: String, _ value: some CustomStringConvertible, _ wanted: String) {
    self.key = key
    self.value = value.description
    description = "\(key) must \(wanted), and is \(value)"
  }
}

/// Everything that is wrong with exit rules; never empty.
public struct ExitRulesFaults: Error, Hashable, Sendable, CustomStringConvertible {
  /// The faults, in the order of the keys.
  public let faults: [ExitRulesFault]

  init(_ faults: [ExitRulesFault]) { self.faults = faults }

  public var description: String { faults.map(\.description).joined(separator: "; ") }
}

extension ExitRules {
  /// Everything that contradicts the rules' meaning, as Freqtrade checks it, and bounds that keep prices above 0.
  static func faults(minimalROI: [ROIStep], stoploss: Ratio, trailing: Trailing?) -> [ExitRulesFault] {
    var faults: [ExitRulesFault] = []
    let minutes = minimalROI.map(\.afterMinutes)
    if let early = minutes.first(where: { $0 < 0 }) {
      faults.append(ExitRulesFault("minimal_roi", early, "have minutes of 0 or above"))
    }
    if let twice = minutes.first(where: { minute in minutes.count(where: { $0 == minute }) > 1 }) {
      faults.append(ExitRulesFault("minimal_roi", twice, "name each minute once"))
    }
    if let step = minimalROI.first(where: { $0.ratio < lowest || $0.ratio > highestROI }) {
      faults.append(ExitRulesFault("minimal_roi", step.ratio, "have ratios between -1 and 1000"))
    }
    if stoploss < lowest || stoploss >= .zero {
      faults.append(ExitRulesFault("stoploss", stoploss, "lie between -1 and 0, without 0 (-0.1 is 10 % below)"))
    }
    return faults + (trailing.map(trailingFaults) ?? [])
  }

  private static func trailingFaults(_ trailing: Trailing) -> [ExitRulesFault] {
    var faults: [ExitRulesFault] = []
    let one = Ratio(.one)
    let offset = trailing.positiveOffset
    if let positive = trailing.positive, positive <= .zero || positive >= one {
      faults.append(ExitRulesFault("trailing_stop_positive", positive, "lie between 0 and 1, without both"))
    }
    if offset < .zero || offset > one {
      faults.append(ExitRulesFault("trailing_stop_positive_offset", offset, "lie between 0 and 1"))
    } else if trailing.onlyOffsetIsReached, offset == .zero {
      faults.append(
        ExitRulesFault(
          "trailing_stop_positive_offset", offset, "be above 0 where trailing_only_offset_is_reached is true"))
    } else if let positive = trailing.positive, offset > .zero, offset <= positive {
      faults.append(
        ExitRulesFault(
          "trailing_stop_positive_offset", offset, "be 0 or above trailing_stop_positive (\(positive))"))
    }
    return faults
  }

  private static let lowest = Ratio(-1)
  private static let highestROI = Ratio(1000)
}
