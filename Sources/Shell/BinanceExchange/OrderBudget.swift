// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import TradingModel

/// How many orders an account may send: in the venue's windows, counted here and corrected by what it answers. Pure.
///
/// The venue counts in windows of its own clock (00, 10, 20 s; the UTC day) and takes off what is filled, so that what it
/// tells counts more than what was sent. Orders without an answer are counted on top.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/faqs/order_count_decrement
struct OrderBudget {
  /// What orders that open something may use of a limit, in percent: the rest is for those that close.
  static let entryPercent = 80

  /// Why an order may not be sent now.
  struct Refusal: Hashable {
    let reason: String
    /// From when on it may be, by the venue's clock.
    let retryAt: Instant
  }

  private struct Window {
    let milliseconds: Int64
    var limit: Int64
    var start: Int64 = 0
    var count: Int64 = 0

    mutating func turn(_ now: Instant, unanswered: Int64) {
      let begun = now.milliseconds / milliseconds * milliseconds
      guard begun > start else { return }
      start = begun
      // What has no answer may be counted in either.
      count = unanswered
    }

    var end: Instant { Instant(milliseconds: start + milliseconds) }
  }

  /// Until the venue tells its limits, the lowest that it has documented.
  private var windows = [
    Window(milliseconds: 10_000, limit: 50), Window(milliseconds: 86_400_000, limit: 160_000),
  ]
  private var unanswered: Int64 = 0
  private var blockedUntil = Instant.epoch

  /// Counts orders that are about to be sent, or answers why they may not be.
  mutating func take(_ orders: Int, isExit: Bool, at now: Instant) -> Refusal? {
    if let refusal = refusal(orders, isExit: isExit, at: now) { return refusal }
    unanswered += Int64(orders)
    for index in windows.indices { windows[index].count += Int64(orders) }
    return nil
  }

  /// Why orders may not be sent now, or nil.
  mutating func refusal(_ orders: Int, isExit: Bool, at now: Instant) -> Refusal? {
    if now < blockedUntil { return Refusal(reason: "the venue takes no more orders for now", retryAt: blockedUntil) }
    for index in windows.indices {
      windows[index].turn(now, unanswered: unanswered)
      let window = windows[index]
      let limit = isExit ? window.limit : window.limit * Int64(Self.entryPercent) / 100
      guard window.count + Int64(orders) > limit else { continue }
      let reason = "\(window.count) orders in \(window.milliseconds / 1000) s, of at most \(limit)"
      return Refusal(reason: reason, retryAt: window.end)
    }
    return nil
  }

  /// Orders that were counted were not sent after all.
  mutating func giveBack(_ orders: Int) {
    unanswered -= Int64(orders)
    for index in windows.indices { windows[index].count = max(0, windows[index].count - Int64(orders)) }
  }

  /// Orders were answered, or will not be any more.
  mutating func settle(_ orders: Int) {
    unanswered = max(0, unanswered - Int64(orders))
  }

  /// The venue told how many orders it counts.
  mutating func report(_ uses: [LimitUse], at now: Instant) {
    for use in uses where use.kind == "ORDERS" {
      let index: Int
      if let known = windows.firstIndex(where: { $0.milliseconds == use.seconds * 1000 }) {
        index = known
      } else {
        guard let limit = use.limit else { continue }
        windows.append(Window(milliseconds: use.seconds * 1000, limit: limit))
        index = windows.count - 1
      }
      windows[index].turn(now, unanswered: unanswered)
      if let limit = use.limit { windows[index].limit = max(1, limit) }
      if let count = use.count { windows[index].count = count + unanswered }
    }
  }

  /// The venue takes no orders until then.
  mutating func block(until instant: Instant) {
    blockedUntil = max(blockedUntil, instant)
  }
}
