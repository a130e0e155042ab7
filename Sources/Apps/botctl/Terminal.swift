// SPDX-License-Identifier: Apache-2.0

import ControlClient
import Dispatch
import FoundationEssentials
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// The process's standard streams and what a person sees of them.
final class Terminal: Sendable {
  /// What puts the screen back as it was; set while a live view has it.
  private let restore = Mutex<(@Sendable () -> Void)?>(nil)

  private var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  private var isInputTerminal: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

  /// The console of these streams.
  func console(environment: [String: String]) -> Console {
    let isDumb = environment["TERM"] == "dumb" || environment["NO_COLOR"]?.isEmpty == false
    let ask: @Sendable (String) -> String? = { self.ask($0) }
    return Console(
      write: { self.write($0) }, remark: { self.writeError($0) }, ask: isInputTerminal ? ask : nil,
      size: { self.size() },
      isColoured: isOutputTerminal && !isDumb)
  }

  func write(_ text: String) { Self.write(text, to: STDOUT_FILENO) }

  func writeError(_ text: String) { Self.write(text + "\n", to: STDERR_FILENO) }

  /// The terminal's size; nil where the output doesn't go to one.
  func size() -> TerminalSize? {
    guard isOutputTerminal else { return nil }
    var window = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 else {
      return TerminalSize(columns: 80, rows: 24)
    }
    return TerminalSize(columns: Int(window.ws_col), rows: Int(window.ws_row))
  }

  private func ask(_ question: String) -> String? {
    Self.write(question, to: STDERR_FILENO)
    return readLine()
  }

  /// Takes the screen for a live view until the body ends, however it ends.
  func withScreen(_ body: () async throws -> Void) async throws {
    var saved = termios()
    let hasKeys = isatty(STDIN_FILENO) == 1 && tcgetattr(STDIN_FILENO, &saved) == 0
    if hasKeys {
      var raw = saved
      raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
      tcsetattr(STDIN_FILENO, TCSANOW, &raw)
    }
    write("\u{1B}[?1049h\u{1B}[?25l")
    let restoration: @Sendable () -> Void = { [saved] in
      Self.write("\u{1B}[?25h\u{1B}[?1049l", to: STDOUT_FILENO)
      var saved = saved
      if hasKeys { tcsetattr(STDIN_FILENO, TCSANOW, &saved) }
    }
    restore.withLock { $0 = restoration }
    defer {
      restore.withLock { $0 = nil }
      restoration()
    }
    try await body()
  }

  /// A key that was pressed, if any; nil at once where none was.
  func key() -> UInt8? {
    var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard isatty(STDIN_FILENO) == 1, poll(&descriptor, 1, 0) == 1, descriptor.revents & Int16(POLLIN) != 0 else {
      return nil
    }
    var byte: UInt8 = 0
    return Glibc.read(STDIN_FILENO, &byte, 1) == 1 ? byte : nil
  }

  /// Ends the process on Ctrl-C and its kin, with the screen put back. The sources live as long as they are kept.
  func exitOnSignals() -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { [self] in
        restore.withLock { $0 }?()
        _exit(number == SIGINT ? ControlClient.ExitCode.interrupted.rawValue : 128 + number)
      }
      source.resume()
      return source
    }
  }
}

extension Terminal {
  /// The process's environment.
  static func environment() -> [String: String] {
    ProcessInfo.processInfo.environment
  }

  /// A new idempotency key: 128 random bits in the form of a UUID (RFC 9562, version 4).
  static func makeKey() -> String {
    var generator = SystemRandomNumberGenerator()
    let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    let digits = [high, low].map { number in
      let text = String(number, radix: 16)
      return String(repeating: "0", count: 16 - text.utf8.count) + text
    }.joined()
    var key = ""
    for (place, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(place) { key += "-" }
      key.append(digit)
    }
    return key
  }

  /// The text of a file, or of standard input for `-`.
  static func read(_ path: String) throws(ControlFailure) -> String {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .file(path: path, cause: String(cString: strerror(errno))) }
    defer { if path != "-" { close(descriptor) } }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= largestFile {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .file(path: path, cause: String(cString: strerror(errno))) }
      guard count > 0 else {
        guard let text = String(validating: bytes, as: UTF8.self) else {
          throw .file(path: path, cause: "this is not a text in UTF-8")
        }
        return text
      }
      bytes += chunk[..<count]
    }
    throw .file(path: path, cause: "the file is larger than \(largestFile) bytes")
  }

  private static let largestFile = 4 << 20

  /// Writes everything; ends quietly where nobody reads any more, as `botctl list | head` does.
  private static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
      var offset = 0
      while offset < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
        if count > 0 {
          offset += count
        } else if errno == EAGAIN {
          var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = poll(&waiting, 1, -1)
        } else if errno != EINTR {
          if errno == EPIPE, descriptor == STDOUT_FILENO { _exit(0) }
          return
        }
      }
    }
  }
}
