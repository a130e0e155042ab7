// SPDX-License-Identifier: Apache-2.0

public import Documents
import TradingModel

/// How values are written for people.
public enum CellText {
  /// A scalar as it is; nil for null, lists and objects.
  public static func raw(_ node: Node) -> String? {
    switch node.content {
    case .null, .array, .object: nil
    case .bool(let value): value ? "true" : "false"
    case .number(let number): number.text
    case .string(let text): text
    }
  }

  /// Any value in one line: lists joined by commas, objects as `a=1 b=2`, nothing for null.
  public static func line(_ node: Node) -> String {
    switch node.content {
    case .null: ""
    case .bool(let value): value ? "yes" : "no"
    case .number(let number): number.text
    case .string(let text): text
    case .array(let elements): elements.map(line).joined(separator: ", ")
    case .object(let members): members.map { "\($0.key)=\(line($0.value))" }.joined(separator: " ")
    }
  }

  /// A time to the second, without the marks of RFC 3339: `2026-11-20 23:42:59`. It stays UTC.
  public static func time(_ text: String) -> String {
    guard let instant = text.wholeMatch(of: #/(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z/#) else { return text }
    return "\(instant.1) \(instant.2)"
  }

  /// A time without its day.
  public static func clock(_ text: String) -> String { String(time(text).suffix(8)) }

  /// A ratio as a percentage with two decimals: 0.0123 is `1.23%`.
  public static func percent(_ node: Node, isSigned: Bool = false) -> String {
    guard let value = exact(node), let hundredfold = try? value.multiplied(by: 100, rounding: .halfEven) else {
      return line(node)
    }
    return signed(hundredfold.rounded(places: 2, .halfEven), places: 2, isSigned) + "%"
  }

  /// An amount of money: two decimals, or as many as show three figures of a small one.
  public static func money(_ node: Node, isSigned: Bool = false) -> String {
    guard let value = exact(node) else { return line(node) }
    let places = places(for: value.magnitude)
    return signed(value.rounded(places: places, .halfEven), places: places, isSigned)
  }

  /// A number as it is; one that was calculated in binary, with ten digits or more, is rounded like money.
  public static func number(_ node: Node) -> String {
    guard let text = node.number?.text, text.utf8.count >= 10, text.utf8.contains(UInt8(ascii: ".")) else {
      return line(node)
    }
    return money(node)
  }

  /// A number of seconds without needless decimals.
  static func seconds(_ seconds: Double) -> String {
    let text = seconds.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A calculated number with so many decimals, half to even.
  static func fixed(_ value: Double, places: Int) -> String {
    guard let exact = Fixed(approximating: value) else { return "-" }
    return exact.rounded(places: places, .halfEven).text(minimumPlaces: places)
  }

  private static func places(for magnitude: Fixed) -> Int {
    guard !magnitude.isZero else { return 2 }
    var places = 2
    var threshold = Fixed.unitsPerOne
    // Below 1 each further zero behind the point moves the figures that count.
    while magnitude.units < threshold, places < 8 {
      places += 1
      threshold /= 10
    }
    return places
  }

  private static func signed(_ value: Fixed, places: Int, _ isSigned: Bool) -> String {
    (isSigned && value.isPositive ? "+" : "") + value.text(minimumPlaces: places)
  }

  private static func exact(_ node: Node) -> Fixed? {
    guard let text = raw(node) else { return nil }
    return Fixed(text) ?? node.double.flatMap { Fixed(approximating: $0) }
  }
}
