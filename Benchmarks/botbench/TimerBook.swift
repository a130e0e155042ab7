// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Synchronization

/// Keeps every duration that the program's own timers record.
final class TimerBook: MetricsFactory {
  /// The durations of one timer.
  final class Series: TimerHandler {
    private let samples = Mutex<[Int64]>([])

    /// Room is made ahead, so that no recording waits for it.
    init() { samples.withLock { $0.reserveCapacity(1 << 17) } }

    func recordNanoseconds(_ duration: Int64) { samples.withLock { $0.append(duration) } }

    func take() -> [Int64] {
      samples.withLock { samples in
        defer { samples.removeAll(keepingCapacity: true) }
        return samples
      }
    }
  }

  private let series = Mutex<[String: [Series]]>([:])

  /// What was recorded since the last call: a list for each timer of the label.
  func take(_ label: String) -> [[Int64]] {
    series.withLock { $0[label] ?? [] }.map { $0.take() }
  }

  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    let made = Series()
    series.withLock { $0[label, default: []].append(made) }
    return made
  }

  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    NOOPMetricsHandler.instance
  }

  func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    NOOPMetricsHandler.instance
  }

  func destroyTimer(_ handler: any TimerHandler) {}
  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
}
