// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// The process's terminal while a live view has all of it. However the process ends, ``leave()`` puts it back: at the
/// end of the view, upon a signal in the middle of a frame, before a stop, upon a crash.
final class FullScreen: Sendable {
  /// The one terminal that a process has.
  static let shared = FullScreen()

  private struct State {
    var isOn = false
    /// Whether a frame was left off in its middle.
    var isTorn = false
  }

  /// Held while a frame is written.
  private let state = Mutex(State())
  /// How the terminal was before; nil where it is not taken, or keys don't come from it.
  private let saved = Mutex<termios?>(nil)
  private let isLeaving = Atomic(false)

  private init() {}

  /// Takes the screen, or takes it again after a stop.
  func enter() {
    isLeaving.store(false, ordering: .releasing)
    Self.restoreUponCrash()
    state.withLock { state in
      var now = termios()
      if isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &now) == 0 {
        saved.withLock { if !state.isOn { $0 = now } }
        // Keys come at once and unseen; Ctrl-C and Ctrl-Z still make signals. Ctrl-S must not hold up frames.
        now.c_lflag &= ~tcflag_t(ICANON | ECHO | IEXTEN)
        now.c_iflag &= ~tcflag_t(IXON)
        tcsetattr(STDIN_FILENO, TCSANOW, &now)
      }
      state.isOn = true
      _ = TerminalOutput.write(Self.begin, to: STDOUT_FILENO) { isLeaving.load(ordering: .acquiring) }
    }
  }

  /// Writes a frame.
  ///
  /// - Returns: whether anybody still looks.
  func show(_ frame: String) -> Bool {
    state.withLock { state in
      guard state.isOn else { return true }
      let outcome = TerminalOutput.write(frame, to: STDOUT_FILENO) { isLeaving.load(ordering: .acquiring) }
      state.isTorn = outcome == .ended
      return outcome != .broken
    }
  }

  /// Puts the terminal back as it was. Nothing happens where it is not taken.
  func leave() {
    isLeaving.store(true, ordering: .releasing)
    // A frame that is being written lets go soon, unless the terminal has stopped taking anything.
    for _ in 1...60 {
      if state.withLockIfAvailable({ restore(&$0) }) != nil { return }
      usleep(5000)
    }
    restoreModes()
    if TerminalOutput.hasRoom(STDOUT_FILENO, withinMilliseconds: 0) {
      _ = TerminalOutput.write(Self.mend + Self.end, to: STDOUT_FILENO)
    }
  }

  private func restore(_ state: inout State) {
    guard state.isOn else { return }
    state.isOn = false
    let end = (state.isTorn ? Self.mend : "") + Self.end
    state.isTorn = false
    if TerminalOutput.hasRoom(STDOUT_FILENO, withinMilliseconds: 200) {
      _ = TerminalOutput.write(end, to: STDOUT_FILENO)
    }
    restoreModes()
  }

  private func restoreModes() {
    saved.withLock { saved in
      if var modes = saved { tcsetattr(STDIN_FILENO, TCSANOW, &modes) }
      saved = nil
    }
  }

  /// The other screen, no cursor, no wrapping at the right edge.
  private static let begin = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l"
  /// Ends a control sequence and a colour that were left off in their middle.
  private static let mend = "\u{18}\u{1B}[0m"
  private static let end = "\u{1B}[?2026l\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l"

  private static func restoreUponCrash() {
    for number in [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] {
      signal(number) { number in
        signal(number, SIG_DFL)
        FullScreen.shared.leave()
        raise(number)
      }
    }
  }
}

extension FullScreen {
  /// Tells of bytes that are typed, of another size, and of going on after a stop, as long as the sources are kept.
  func sources(
    typed: @escaping @Sendable ([UInt8]) -> Void, changed: @escaping @Sendable () -> Void
  ) -> [any DispatchSourceProtocol] {
    let resized = Self.source(of: SIGWINCH) { changed() }
    let stopped = Self.source(of: SIGTSTP) { [self] in
      leave()
      kill(getpid(), SIGSTOP)
    }
    let continued = Self.source(of: SIGCONT) { [self] in
      enter()
      changed()
    }
    guard isatty(STDIN_FILENO) == 1 else { return [resized, stopped, continued] }
    let keys = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: .global())
    keys.setEventHandler {
      var bytes = [UInt8](repeating: 0, count: 256)
      let count = read(STDIN_FILENO, &bytes, bytes.count)
      if count > 0 { typed(Array(bytes[..<count])) } else if count == 0 || errno != EINTR { keys.cancel() }
    }
    keys.resume()
    return [resized, stopped, continued, keys]
  }

  private static func source(
    of number: Int32, _ handle: @escaping @Sendable () -> Void
  ) -> any DispatchSourceProtocol {
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler(handler: handle)
    source.resume()
    return source
  }
}
