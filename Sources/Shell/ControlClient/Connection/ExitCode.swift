// SPDX-License-Identifier: Apache-2.0

/// How the program ends, for scripts.
public enum ExitCode: Int32, Hashable, Sendable, CaseIterable {
  /// It was done.
  case success = 0
  /// It failed in a way that has no code of its own.
  case failure = 1
  /// The server could not be reached, or did not answer in time.
  case unreachable = 3
  /// No token, a wrong one, or one that may not do this.
  case notAuthorised = 4
  /// It can't be undone, and nobody confirmed it.
  case confirmationMissing = 5
  /// There is no such thing.
  case notFound = 6
  /// It contradicts the state of things, or a limit refused it.
  case conflict = 7
  /// Some of several were done, some not.
  case partialFailure = 8
  /// The command line is wrong.
  case usage = 64
  /// Ctrl-C.
  case interrupted = 130
}
