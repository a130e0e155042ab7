// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#endif

/// Writes bytes to a terminal or pipe that may take only some of them at a time.
enum TerminalOutput {
  /// What one attempt to write came to.
  enum Attempt: Hashable {
    case wrote(Int)
    /// There is no room now.
    case full
    /// A signal came first.
    case interrupted
    /// Nobody reads any more.
    case broken
  }

  /// What writing came to.
  enum Outcome: Hashable {
    case whole
    /// It was told to end before everything was written.
    case ended
    case broken
  }

  /// Writes everything, in one go where there is room.
  ///
  /// - Parameters:
  ///   - attempt: tries to write the bytes.
  ///   - waitForRoom: waits for a moment until there may be room.
  ///   - isEnding: whether to leave off; asked before each attempt.
  static func write(
    _ bytes: UnsafeRawBufferPointer, attempt: (UnsafeRawBufferPointer) -> Attempt, waitForRoom: () -> Void,
    isEnding: () -> Bool
  ) -> Outcome {
    var rest = bytes[...]
    while !rest.isEmpty {
      if isEnding() { return .ended }
      switch attempt(UnsafeRawBufferPointer(rebasing: rest)) {
      case .wrote(let count): rest = rest.dropFirst(count)
      case .full: waitForRoom()
      case .interrupted: break
      case .broken: return .broken
      }
    }
    return .whole
  }

  /// Writes a text to a descriptor.
  static func write(_ text: String, to descriptor: Int32, unless isEnding: () -> Bool = { false }) -> Outcome {
    var text = text
    return text.withUTF8 { bytes in
      write(
        UnsafeRawBufferPointer(bytes), attempt: { attempt($0, to: descriptor) },
        waitForRoom: { _ = hasRoom(descriptor, withinMilliseconds: 50) }, isEnding: isEnding)
    }
  }

  /// Whether a descriptor takes bytes within a time.
  static func hasRoom(_ descriptor: Int32, withinMilliseconds limit: Int32) -> Bool {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&waiting, 1, limit) == 1 && waiting.revents & Int16(POLLOUT) != 0
  }

  private static func attempt(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Attempt {
    let count = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    if count > 0 { return .wrote(count) }
    switch errno {
    case EAGAIN: return .full
    case EINTR: return .interrupted
    default: return .broken
    }
  }
}
