// SPDX-License-Identifier: Apache-2.0

import ControlClient
import Dispatch
import FoundationEssentials

#if canImport(Glibc)
import Glibc
#endif

/// The process's standard streams and what a person sees of them.
final class Terminal: Sendable {
  private var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  private var isInputTerminal: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

  /// The console of these streams.
  func console(environment: [String: String]) -> Console {
    let isDumb = environment["TERM"] == "dumb"
    let wantsNoColours = environment["NO_COLOR"]?.isEmpty == false
    let ask: @Sendable (String) -> String? = { self.ask($0) }
    return Console(
      write: { self.write($0) }, remark: { self.writeError($0) }, ask: isInputTerminal ? ask : nil,
      size: { self.size() }, isColoured: isOutputTerminal && !isDumb && !wantsNoColours,
      isUnicode: Self.isUnicode(environment), hasCursor: isOutputTerminal && !isDumb)
  }

  /// Whether the locale's characters are UTF-8 (POSIX.1-2024, section 8.2: the first that is set and not empty counts).
  static func isUnicode(_ environment: [String: String]) -> Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    return locale.uppercased().replacing("-", with: "").contains("UTF8")
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

  /// Ends the process on Ctrl-C and its kin, with the screen put back. The sources live as long as they are kept.
  func exitOnSignals() -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM, SIGHUP, SIGQUIT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler {
        FullScreen.shared.leave()
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
    if TerminalOutput.write(text, to: descriptor) == .broken, errno == EPIPE, descriptor == STDOUT_FILENO { _exit(0) }
  }
}
