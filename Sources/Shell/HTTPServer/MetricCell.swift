// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Synchronization

/// One series: a number, or for a histogram a sum with counts by size.
final class MetricCell: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler, TimerHandler {
  /// What the series stands at.
  struct Value: Sendable {
    var sum = 0.0
    var count: UInt64 = 0
    var buckets: [UInt64] = []
    /// The newest values, in any order; of a histogram of which they are kept.
    var recent: [Double] = []
  }

  /// How many values are kept of such a histogram.
  static let recentLimit = 1024

  /// The upper bounds of a histogram's counts; seconds for a timer.
  static let bounds = [
    0.000_01, 0.000_05, 0.000_1, 0.000_5, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10,
  ]

  private let kind: MetricFamily.Kind
  private let keepsRecent: Bool
  private let state: Mutex<Value>

  init(kind: MetricFamily.Kind, keepsRecent: Bool = false) {
    self.kind = kind
    self.keepsRecent = keepsRecent
    let buckets = kind == .histogram ? Array(repeating: UInt64(0), count: Self.bounds.count) : []
    state = Mutex(Value(buckets: buckets))
  }

  /// What the series stands at.
  var value: Value { state.withLock { $0 } }

  func increment(by amount: Int64) { increment(by: Double(amount)) }

  func increment(by amount: Double) {
    guard amount.isFinite else { return }
    state.withLock { $0.sum += amount }
  }

  func decrement(by amount: Double) { increment(by: -amount) }

  func reset() { state.withLock { $0.sum = 0 } }

  func set(_ value: Int64) { set(Double(value)) }

  func set(_ value: Double) { state.withLock { $0.sum = value } }

  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    guard kind == .histogram else { return set(value) }
    state.withLock { state in
      if keepsRecent {
        if state.recent.count < Self.recentLimit {
          state.recent.append(value)
        } else {
          state.recent[Int(state.count % UInt64(Self.recentLimit))] = value
        }
      }
      state.sum += value
      state.count += 1
      if let index = Self.bounds.firstIndex(where: { value <= $0 }) { state.buckets[index] += 1 }
    }
  }

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}
