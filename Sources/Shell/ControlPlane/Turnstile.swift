// SPDX-License-Identifier: Apache-2.0

import DequeModule

/// Lets one through at a time per key, in order of arrival: two writers of one bot take turns.
actor Turnstile<Key: Hashable & Sendable> {
  private var waiting: [Key: Deque<CheckedContinuation<Void, Never>>] = [:]

  /// Does something while nobody else does anything under the same key.
  nonisolated func withTurn<Result: Sendable, Failure: Error>(
    _ key: Key, _ body: () async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    await enter(key)
    do {
      let result = try await body()
      await leave(key)
      return result
    } catch {
      await leave(key)
      throw error
    }
  }

  private func enter(_ key: Key) async {
    guard waiting[key] != nil else {
      waiting[key] = []
      return
    }
    await withCheckedContinuation { waiting[key]?.append($0) }
  }

  private func leave(_ key: Key) {
    if let next = waiting[key]?.popFirst() { next.resume() } else { waiting[key] = nil }
  }
}
