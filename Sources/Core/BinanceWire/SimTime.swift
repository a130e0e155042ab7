// SPDX-License-Identifier: Apache-2.0

import Documents
public import TradingModel

/// What `botsim` answers to `GET /sim/time`: the time at the venue and how fast it goes.
public struct SimTime: Hashable, Sendable {
  /// What time it is at the venue.
  public let now: Instant
  /// Venue milliseconds per millisecond of the wall while time goes by, in 10⁻¹² steps; 0 or above.
  public let speed: Fixed
  /// Whether time stands still.
  public let isPaused: Bool

  /// The time at the venue and how fast it goes.
  public init(now: Instant, speed: Fixed, isPaused: Bool) {
    self.now = now
    self.speed = speed
    self.isPaused = isPaused
  }

  /// Reads the answer; `now` may be RFC 3339 or milliseconds since 1970, `speed` a number or a decimal string.
  public init(_ bytes: RawSpan) throws(WireError) {
    let node: Node
    do {
      node = try bytes.withUnsafeBytes { (bytes) throws(JSONError) in try JSONParser().parse(bytes) }
    } catch {
      throw .malformed(error)
    }
    let text = node["now"]
    guard let now = text?.int64.map(Instant.init(milliseconds:)) ?? text?.string.flatMap({ Instant($0) }),
      Instant.textRange.contains(now)
    else {
      throw .missing(field: "now")
    }
    guard let speed = (node["speed"]?.number?.text ?? node["speed"]?.string).flatMap({ Fixed($0) }), !speed.isNegative
    else { throw .missing(field: "speed") }
    self.init(now: now, speed: speed, isPaused: node["paused"]?.bool ?? false)
  }
}
