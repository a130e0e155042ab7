// SPDX-License-Identifier: Apache-2.0
import Synchronization
import Testing

@testable import ControlPlane

@Suite(.timeLimit(.minutes(5))) struct TurnstileTests {
  private struct Refusal: Error {}

  /// Counts who is inside.
  private final class Room: Sendable {
    private let state = Mutex((now: 0, most: 0, visits: 0))

    var most: Int { state.withLock { $0.most } }

    var visits: Int { state.withLock { $0.visits } }

    func enter() {
      state.withLock { state in
        state.now += 1
        state.most = max(state.most, state.now)
        state.visits += 1
      }
    }

    func leave() { state.withLock { $0.now -= 1 } }
  }

  @Test func `under one key one goes at a time, and an error lets the next one through`() async throws {
    let turnstile = Turnstile<Int>()
    let room = Room()
    await withTaskGroup(of: Void.self) { group in
      for index in 0..<50 {
        group.addTask {
          try? await turnstile.withTurn(1) {
            room.enter()
            await Task.yield()
            room.leave()
            if index.isMultiple(of: 3) { throw Refusal() }
          }
        }
      }
    }
    #expect(room.most == 1)
    #expect(room.visits == 50)
  }

  @Test func `another key doesn't wait`() async {
    let turnstile = Turnstile<Int>()
    let order = await turnstile.withTurn(1) { await turnstile.withTurn(2) { [1, 2] } }
    #expect(order == [1, 2])
  }
}
