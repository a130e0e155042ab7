// SPDX-License-Identifier: Apache-2.0

import Documents

/// How a live view writes figures. What is not known is a dash.
enum Figure {
  /// With two decimals.
  static func two(_ value: Double) -> String { CellText.fixed(value, places: 2) }

  /// With its sign and two decimals.
  static func signed(_ value: Double) -> String {
    let text = two(value)
    return value > 0 && text != "0.00" ? "+" + text : text == "-0.00" ? "0.00" : text
  }

  /// How old something is.
  static func age(_ seconds: Double?) -> String {
    guard let seconds else { return "-" }
    switch seconds {
    case ..<10: return "\(CellText.fixed(max(0, seconds), places: 1)) s"
    case ..<120: return "\(Int(seconds)) s"
    case ..<7200: return "\(Int(seconds / 60)) min"
    case ..<172_800: return "\(Int(seconds / 3600)) h"
    default: return seconds < 1e10 ? "\(Int(seconds / 86_400)) days" : "-"
    }
  }

  /// A short time: in µs, ms or s.
  static func duration(_ seconds: Double?) -> String {
    guard let seconds else { return "-" }
    switch seconds {
    case ..<0.001: return "\(CellText.fixed(seconds * 1e6, places: 0)) µs"
    case ..<0.1: return "\(CellText.fixed(seconds * 1e3, places: 1)) ms"
    case ..<1: return "\(CellText.fixed(seconds * 1e3, places: 0)) ms"
    default: return "\(two(seconds)) s"
    }
  }

  /// So many a second.
  static func rate(_ perSecond: Double?) -> String {
    guard let perSecond else { return "-/s" }
    return "\(CellText.fixed(perSecond, places: perSecond < 10 ? 1 : 0))/s"
  }

  /// The open time of a candle without what goes without saying: seconds, and the day where it is today.
  static func candle(_ time: String, today: String?) -> String {
    let text = CellText.time(time)
    let short = text.hasSuffix(":00") && text.count == 19 ? String(text.dropLast(3)) : text
    guard let day = today?.prefix(10), time.hasPrefix(day) else { return String(short.dropFirst(5)) }
    return String(short.dropFirst(11))
  }

  /// A number, or a decimal that stands in a text, close enough to be drawn or compared.
  static func approximate(_ node: Node?) -> Double? { node.flatMap(CellText.raw).flatMap { Double($0) } }

  /// A scalar as the server wrote it; a dash where there is none.
  static func plain(_ node: Node?) -> String { node.flatMap(CellText.raw).map(DisplayWidth.harmless) ?? "-" }
}
