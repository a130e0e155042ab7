// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// What is at work on private requests and on what accounts are told.
extension FaultBook {
  /// The faults of user events that are at work at a time.
  func userEventFaults(at time: Instant) -> [(id: Int, fault: UserEventFault)] {
    active(at: time).compactMap { id, fault in
      if case .userEvents(let fault) = fault { (id, fault) } else { nil }
    }
  }

  /// How long an order can't be found after it was placed, in milliseconds; nil where it can at once.
  func hiding(at time: Instant) -> Int64? {
    let spans = active(at: time).compactMap { _, fault -> Int64? in
      if case .accounts(.hideOrders(let milliseconds)) = fault { milliseconds } else { nil }
    }
    return spans.max()
  }

  /// Whether a key is good for nothing.
  func isRevoked(_ apiKey: String, at time: Instant) -> Bool {
    active(at: time).contains { _, fault in
      guard case .accounts(.revokeKeys(let keys)) = fault else { return false }
      return keys?.contains(apiKey) ?? true
    }
  }

  /// What becomes of a request that changes something; nil where nothing goes wrong.
  func outcome(of names: [String], at time: Instant) -> OutcomeFault? {
    meet { entry in
      guard case .outcomes(let fault) = entry.planned.fault, names.contains(where: fault.paths.matches),
        entry.strikes(share: fault.share, count: fault.count, at: time, dice: dice)
      else { return nil }
      return fault
    }
  }
}
