// SPDX-License-Identifier: Apache-2.0

import ControlClient

/// Follows the event stream across broken connections.
struct EventFollower {
  let client: APIClient
  let console: Console
  let filter: [ControlRequest.Parameter]

  /// Gives every event on, for ever.
  ///
  /// - Parameters:
  ///   - after: the id of the last event that was seen.
  ///   - opened: what is done once, when the first connection stands.
  /// - Throws: what keeps the first connection from standing, and later on every refusal by the server.
  func follow(
    after: String?, opened: () async throws -> Void = {}, _ handle: (ServerEvent) throws -> Void
  ) async throws {
    var lastID = after
    var attempt = 0
    var stream = try await client.events(filter, after: after)
    try await opened()
    while true {
      do {
        for try await event in stream {
          attempt = 0
          if !event.id.isEmpty { lastID = event.id }
          try handle(event)
        }
        console.remark("The server has ended the stream; connecting again.")
      } catch let failure as ControlFailure {
        guard failure.isPassing else { throw failure }
        console.remark("\(failure.summary); connecting again.")
      }
      stream = try await reopened(after: lastID, &attempt)
    }
  }

  private func reopened(after lastID: String?, _ attempt: inout Int) async throws -> EventStream {
    while true {
      try await Task.sleep(for: .milliseconds(min(500 << min(attempt, 5), 10_000)))
      attempt += 1
      do {
        return try await client.events(filter, after: lastID)
      } catch {
        guard error.isPassing else { throw error }
      }
    }
  }
}

extension ControlFailure {
  /// Whether it may go away by itself.
  fileprivate var isPassing: Bool {
    switch self {
    case .unreachable, .timedOut: true
    case .refused(let problem): problem.status == 503 || problem.status == 429
    default: false
    }
  }
}

/// Reads the events that a server still has.
struct EventBacklog {
  let client: APIClient
  let filter: [ControlRequest.Parameter]

  /// How long a silence tells that there are no more for now: the stream itself has no end.
  private static let quiet = Duration.milliseconds(500)

  /// Gives the events on until none comes for a while, or the client's time is up.
  func read(after: String, _ handle: @escaping @Sendable (ServerEvent) -> Void) async throws {
    let stream = try await client.events(filter, after: after)
    let silence = Silence()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for try await event in stream {
          handle(event)
          await silence.interrupt()
        }
      }
      group.addTask { try await silence.wait(Self.quiet) }
      group.addTask { [seconds = client.timeoutSeconds] in try await Task.sleep(for: .seconds(seconds)) }
      _ = try await group.next()
      group.cancelAll()
    }
  }
}

/// Tells when nothing has happened for a while.
private actor Silence {
  private var lastSound = ContinuousClock.now

  func interrupt() { lastSound = .now }

  /// Returns when there was no interruption for so long.
  func wait(_ duration: Duration) async throws {
    while lastSound + duration > .now {
      try await Task.sleep(until: lastSound + duration, clock: .continuous)
    }
  }
}
