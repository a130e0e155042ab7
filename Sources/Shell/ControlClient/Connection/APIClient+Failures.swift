// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOCore
import NIOPosix

extension APIClient {
  /// What an error of the network means.
  func failure(for error: any Error, isWrite: Bool) -> ControlFailure {
    switch error {
    case let error as HTTPClientError where Self.timeouts.contains(error):
      return .timedOut(server: server.text, seconds: timeoutSeconds, wasWrite: isWrite && error != .connectTimeout)
    case is DeadlineError:
      return .timedOut(server: server.text, seconds: timeoutSeconds, wasWrite: isWrite)
    case let error as HTTPClientError:
      // The connection stood, so the request may have arrived.
      return isWrite
        ? .outcomeUnknown(server: server.text, cause: error.shortDescription)
        : .unreachable(server: server.text, cause: error.shortDescription)
    case let error as NIOConnectionError:
      return .unreachable(server: server.text, cause: Self.cause(of: error))
    case let error as IOError where isWrite:
      return .outcomeUnknown(server: server.text, cause: Self.words(of: error))
    case let error as IOError:
      return .unreachable(server: server.text, cause: Self.words(of: error))
    case is NIOTooManyBytesError:
      return .notOurServer(server: server.text, answer: "the answer is too large")
    default:
      return isWrite
        ? .outcomeUnknown(server: server.text, cause: "\(error)") : .unreachable(server: server.text, cause: "\(error)")
    }
  }

  private static let timeouts: [HTTPClientError] = [
    .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout,
    .tlsHandshakeTimeout,
  ]

  private static func cause(of error: NIOConnectionError) -> String {
    if let first = error.connectionErrors.first {
      return (first.error as? IOError).map(words) ?? "\(first.error)"
    }
    return "no address is known for \(error.host)"
  }

  private static func words(of error: IOError) -> String {
    switch error.errnoCode {
    case ECONNREFUSED: "connection refused"
    case ECONNRESET: "connection reset"
    case EHOSTUNREACH, ENETUNREACH: "no route to the host"
    case ETIMEDOUT: "the connection timed out"
    default: error.description
    }
  }
}

/// Something took longer than it may.
struct DeadlineError: Error {}

/// What the body gives, unless it takes longer than so many seconds.
func withDeadline<Value: Sendable>(
  _ seconds: Double, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  try await withThrowingTaskGroup(of: Value.self) { group in
    group.addTask { try await body() }
    group.addTask {
      try await Task.sleep(for: .seconds(seconds))
      throw DeadlineError()
    }
    defer { group.cancelAll() }
    guard let value = try await group.next() else { throw DeadlineError() }
    return value
  }
}
