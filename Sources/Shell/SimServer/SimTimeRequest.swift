// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// `POST /sim/time`: what is to become of the venue's time.
struct SimTimeRequest: Hashable, Sendable {
  /// Where time is put.
  enum Target: Hashable, Sendable {
    case later(milliseconds: Int64)
    case instant(Instant)
  }

  var isPaused: Bool?
  var speed: Fixed?
  var target: Target?

  /// The longest step: ten years.
  static let stepMax: Int64 = 3653 * CalendarDay.milliseconds

  /// Reads `{"paused": true, "speed": 60, "step": 60000}` or `{"advance_to": …}`; every key at most once, at least one.
  init(_ node: Node) throws(SimRefusal) {
    guard case .object(let members) = node.content else { throw .unprocessable("the body is a JSON object") }
    guard !members.isEmpty else {
      throw .unprocessable("give one of paused, speed, step, advance_to")
    }
    for member in members {
      switch member.key {
      case "paused": isPaused = try Self.flag(member.value)
      case "speed": speed = try Self.speed(member.value)
      case "step", "advance_to":
        guard target == nil else { throw .unprocessable("step and advance_to exclude each other") }
        target = try member.key == "step" ? Self.step(member.value) : Self.instant(member.value)
      default: throw .unprocessable("unknown key \"\(member.key)\"; known are paused, speed, step, advance_to")
      }
    }
  }

  private static func flag(_ node: Node) throws(SimRefusal) -> Bool {
    guard let flag = node.bool else { throw .unprocessable("paused is true or false") }
    return flag
  }

  private static func speed(_ node: Node) throws(SimRefusal) -> Fixed {
    guard let speed = (node.number?.text ?? node.string).flatMap({ Fixed($0) }), speed.isPositive,
      speed <= VenueTimeline.speedMax
    else { throw .unprocessable("speed is a decimal above 0 and at most \(VenueTimeline.speedMax)") }
    return speed
  }

  private static func step(_ node: Node) throws(SimRefusal) -> Target {
    guard let step = node.int64, (0...stepMax).contains(step) else {
      throw .unprocessable("step is a whole number of milliseconds, 0 to \(stepMax)")
    }
    return .later(milliseconds: step)
  }

  private static func instant(_ node: Node) throws(SimRefusal) -> Target {
    guard let instant = node.int64.map(Instant.init(milliseconds:)) ?? node.string.flatMap({ Instant($0) }),
      Instant.textRange.contains(instant)
    else { throw .unprocessable("advance_to is milliseconds since 1970 or an RFC 3339 time") }
    return .instant(instant)
  }
}

/// A request to the control panel that is refused, with a sentence.
struct SimRefusal: Error, Hashable, Sendable {
  let status: Int
  let message: String

  static func unprocessable(_ message: String) -> SimRefusal { SimRefusal(status: 422, message: message) }
  static func conflict(_ message: String) -> SimRefusal { SimRefusal(status: 409, message: message) }
}
