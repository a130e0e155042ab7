// SPDX-License-Identifier: Apache-2.0

/// A length of time as scripts write it: a whole number and a unit, `500ms`, `90s`, `5m`, `2h`, `1d`.
struct FaultDuration: Hashable, Sendable {
  let milliseconds: Int64

  /// Ten years.
  static let longest: Int64 = 3653 * 86_400_000

  private static let units: [(name: String, milliseconds: Int64)] = [
    ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
  ]

  init?(_ text: String) {
    guard let unit = Self.units.first(where: { text.hasSuffix($0.name) }) else { return nil }
    let digits = text.dropLast(unit.name.count)
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int64(digits) else {
      return nil
    }
    let (milliseconds, isTooLong) = count.multipliedReportingOverflow(by: unit.milliseconds)
    guard !isTooLong, milliseconds <= Self.longest else { return nil }
    self.milliseconds = milliseconds
  }

  init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// In the largest unit that leaves no rest.
  var text: String {
    let unit = Self.units.last { milliseconds % $0.milliseconds == 0 && milliseconds >= $0.milliseconds }
    guard let unit else { return "0s" }
    return "\(milliseconds / unit.milliseconds)\(unit.name)"
  }
}
