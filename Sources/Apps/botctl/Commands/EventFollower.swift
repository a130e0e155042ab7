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
