// SPDX-License-Identifier: Apache-2.0

/// How fast a count rises.
public struct RateMeter: Hashable, Sendable {
  private struct Sample: Hashable {
    let total: Int64
    let at: Double
  }

  private var samples: [Sample] = []

  /// Over how many seconds it looks back.
  static let span = 10.0

  /// A meter that has seen nothing.
  public init() {}

  /// Takes what a count stands at. One that falls has begun anew.
  public mutating func add(_ total: Int64, at now: Double) {
    if let last = samples.last, total < last.total || now <= last.at { samples = [] }
    samples.append(Sample(total: total, at: now))
    while samples.count > 2, samples[1].at <= now - Self.span { samples.removeFirst() }
  }

  /// How much it rose a second; nil before it was seen for a second.
  public var perSecond: Double? {
    guard let first = samples.first, let last = samples.last, last.at - first.at >= 0.9 else { return nil }
    return Double(last.total - first.total) / (last.at - first.at)
  }
}
