// SPDX-License-Identifier: Apache-2.0

/// The series of one name.
struct MetricFamily: Sendable {
  /// How the values are to be read.
  enum Kind: String, Sendable {
    /// It only rises.
    case counter
    /// It goes up and down.
    case gauge
    /// Values are counted by size.
    case histogram
  }

  let name: String
  let kind: Kind
  var cells: [MetricLabels: MetricCell] = [:]

  init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// Appends the family's lines, in the order of the labels.
  func print(to text: inout String) {
    text += "# TYPE \(name) \(kind.rawValue)\n"
    for (labels, cell) in cells.sorted(by: { $0.key.text < $1.key.text }) {
      let value = cell.value
      guard kind == .histogram else {
        text += "\(name)\(labels.braced()) \(value.sum)\n"
        continue
      }
      var count: UInt64 = 0
      for (bound, hits) in zip(MetricCell.bounds, value.buckets) {
        count += hits
        text += "\(name)_bucket\(labels.braced("le=\"\(bound)\"")) \(count)\n"
      }
      text += "\(name)_bucket\(labels.braced("le=\"+Inf\"")) \(value.count)\n"
      text += "\(name)_sum\(labels.braced()) \(value.sum)\n"
      text += "\(name)_count\(labels.braced()) \(value.count)\n"
    }
  }
}

/// The labels of a series, as they are printed.
struct MetricLabels: Hashable, Sendable {
  /// `status="200",route="/health"`, or nothing.
  let text: String

  init(_ dimensions: [(String, String)]) {
    text = dimensions.map { "\(MetricName.of($0))=\"\(Self.escaped($1))\"" }.joined(separator: ",")
  }

  /// The labels in braces, with one more; nothing where there are none.
  func braced(_ more: String = "") -> String {
    let all = [text, more].filter { !$0.isEmpty }.joined(separator: ",")
    return all.isEmpty ? "" : "{\(all)}"
  }

  private static func escaped(_ value: String) -> String {
    var text = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": text += "\\\\"
      case "\"": text += "\\\""
      case "\n": text += "\\n"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

/// Makes names that Prometheus takes.
enum MetricName {
  /// A label of swift-metrics as a name of Prometheus: other characters than letters, digits, `_`, `:` become `_`.
  static func of(_ label: String, suffix: String = "") -> String {
    var name = ""
    for byte in label.utf8 {
      switch byte {
      case 0x30...0x39 where !name.isEmpty, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"), UInt8(ascii: ":"):
        name.unicodeScalars.append(Unicode.Scalar(byte))
      default: name += "_"
      }
    }
    return name.hasSuffix(suffix) ? name : name + suffix
  }
}
