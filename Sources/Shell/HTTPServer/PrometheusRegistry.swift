// SPDX-License-Identifier: Apache-2.0

import ControlAPI
public import CoreMetrics
import Synchronization

/// Keeps what the program counts and measures through swift-metrics, and prints it for Prometheus
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
///
/// Counters end in `_total`, timers become histograms in seconds. The number of series is bounded: what would be more
/// is not kept, and counted.
public final class PrometheusRegistry: MetricsFactory {
  private struct State {
    var families: [String: MetricFamily] = [:]
    var seriesCount = 0
    var refusedCount = 0
  }

  private let seriesLimit: Int
  private let state = Mutex(State())

  /// A registry of at most so many series.
  public init(seriesLimit: Int = 10_000) { self.seriesLimit = seriesLimit }

  /// The text, the same for the same values.
  public var text: String {
    let (families, refused) = state.withLock { ($0.families, $0.refusedCount) }
    var text = ""
    for family in families.values.sorted(by: { $0.name < $1.name }) { family.print(to: &text) }
    text += "# TYPE metrics_refused_series_total counter\nmetrics_refused_series_total \(refused)\n"
    return text
  }

  /// What the series of a name come to together; 0 where there are none.
  func total(of name: String) -> Int {
    let cells = state.withLock { $0.families[name].map { Array($0.cells.values) } ?? [] }
    return Int(exactly: cells.reduce(0) { $0 + $1.value.sum }.rounded()) ?? .max
  }

  /// The times of a timer, one of ``timersWithRecentValues``.
  func latency(of name: String) -> StatusView.Latency {
    let cells = state.withLock { $0.families[name].map { Array($0.cells.values) } ?? [] }
    let values = cells.map(\.value)
    return StatusView.Latency(
      count: Int(clamping: values.reduce(0) { $0 + $1.count }), recent: values.flatMap(\.recent))
  }

  /// Of these the newest times are kept one by one, because buckets are too coarse for quantiles.
  static let timersWithRecentValues: Set = [
    "botyard_decision_duration_seconds", "botyard_commit_duration_seconds",
  ]

  private func cell(_ name: String, _ kind: MetricFamily.Kind, _ dimensions: [(String, String)]) -> MetricCell? {
    let labels = MetricLabels(dimensions)
    return state.withLock { state in
      var family = state.families[name] ?? MetricFamily(name: name, kind: kind)
      if family.kind == kind, let cell = family.cells[labels] { return cell }
      guard state.seriesCount < seriesLimit, family.kind == kind else {
        state.refusedCount += 1
        return nil
      }
      let cell = MetricCell(kind: kind, keepsRecent: Self.timersWithRecentValues.contains(name))
      family.cells[labels] = cell
      state.families[name] = family
      state.seriesCount += 1
      return cell
    }
  }

  // MARK: MetricsFactory

  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    cell(MetricName.of(label, suffix: "_total"), .counter, dimensions) ?? NOOPMetricsHandler.instance
  }

  public func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    cell(MetricName.of(label, suffix: "_total"), .counter, dimensions) ?? NOOPMetricsHandler.instance
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    cell(MetricName.of(label), .gauge, dimensions) ?? NOOPMetricsHandler.instance
  }

  public func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    cell(MetricName.of(label), aggregate ? .histogram : .gauge, dimensions) ?? NOOPMetricsHandler.instance
  }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    cell(MetricName.of(label, suffix: "_seconds"), .histogram, dimensions) ?? NOOPMetricsHandler.instance
  }

  // A series stays: Prometheus takes one that goes and comes back for a restart.

  public func destroyCounter(_ handler: any CounterHandler) {}

  public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}

  public func destroyMeter(_ handler: any MeterHandler) {}

  public func destroyRecorder(_ handler: any RecorderHandler) {}

  public func destroyTimer(_ handler: any TimerHandler) {}
}
