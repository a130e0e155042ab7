// SPDX-License-Identifier: Apache-2.0

/// What the machine itself takes for the least that must happen: a task woken, a page synced, an empty request to
/// the venue.
struct OrderBaseline {
  private let wakeUp: Distribution
  private let sync: Distribution
  private let oneWay: Distribution
  private let roundTrip: Distribution

  /// Measures it, beside what else the machine does.
  static func measure(in folder: String) async throws -> OrderBaseline {
    let wakeUps = await Baselines.wakeUps(500, pauseSeconds: 0.005)
    let sync = try Baselines.syncs(1000, in: folder)
    let wire = try await WireBaseline.measure(500)
    return OrderBaseline(
      wakeUp: Distribution(nanoseconds: wakeUps), sync: Distribution(nanoseconds: sync),
      oneWay: Distribution(nanoseconds: wire.oneWay),
      roundTrip: Distribution(nanoseconds: wire.roundTrip))
  }

  /// Rows for people.
  var rows: String {
    let least = Column.fixed(Double(sync.quantile(0)) / 1000, places: 1)
    return [
      wakeUp.row("  baseline: waking a task"),
      sync.row("  baseline: writing and syncing a page") + "   min \(least)",
      oneWay.row("  baseline: an empty request, to the venue"),
      roundTrip.row("  baseline: an empty request, there and back"),
    ].joined(separator: "\n")
  }

  /// How many times as long as an empty request to the venue, and a page synced where that must be, p50 and p99.
  func ratios(of distribution: Distribution, withSync: Bool) -> String {
    [0.5, 0.99].map { share in
      let least = oneWay.quantile(share) + (withSync ? sync.quantile(share) : 0)
      return Column.right(
        Column.fixed(Double(distribution.quantile(share)) / Double(max(1, least)), places: 1), 8)
    }.joined()
  }
}
