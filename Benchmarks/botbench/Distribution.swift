// SPDX-License-Identifier: Apache-2.0

/// Durations of the same thing.
struct Distribution {
  private let sorted: [Int64]

  /// Durations in nanoseconds, in any order.
  init(nanoseconds: [Int64]) { sorted = nanoseconds.sorted() }

  var count: Int { sorted.count }

  /// The smallest duration that so large a share doesn't exceed, in nanoseconds; 0 where there are none.
  func quantile(_ share: Double) -> Int64 {
    guard !sorted.isEmpty else { return 0 }
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }

  /// A row for people: `p50`, `p99`, `max` in microseconds, and how many there were.
  func row(_ name: String) -> String {
    let figures = [quantile(0.5), quantile(0.99), sorted.last ?? 0].map { nanoseconds in
      Column.right(Column.fixed(Double(nanoseconds) / 1000, places: 1), 12)
    }
    return Column.left(name, 44) + figures.joined() + Column.right("\(count)", 10)
  }

  /// The heading of the rows.
  static let heading =
    Column.left("microseconds", 44) + ["p50", "p99", "max"].map { Column.right($0, 12) }.joined()
    + Column.right("samples", 10)
}

/// Texts of one width.
enum Column {
  static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// A number with so many decimal places, 1 to 3.
  static func fixed(_ number: Double, places: Int) -> String {
    let scale = [1, 10, 100, 1000][places]
    let scaled = Int((number * Double(scale)).rounded())
    let fraction = String(scaled.magnitude % UInt(scale))
    return "\(scaled < 0 ? "-" : "")\(scaled.magnitude / UInt(scale))."
      + String(repeating: "0", count: places - fraction.count) + fraction
  }
}
