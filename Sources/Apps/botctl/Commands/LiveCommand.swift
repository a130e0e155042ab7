// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlClient
import Documents
import Synchronization

struct LiveCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "live", abstract: "Watch a bot: its trades, orders, decisions and log, as they happen.",
    discussion: "q or Ctrl-C ends it. Where the output is no terminal, it prints what there is once.")

  @Argument(help: "The bot.", completion: botNames) var name: String
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    let first = try await view(session)
    guard session.console.size() != nil, session.report.format.isForPeople else {
      guard session.report.format.isForPeople else { return session.report.details(first.node) }
      return session.console.write(first.lines(size: nil, isColoured: false).map { $0 + "\n" }.joined())
    }
    let change = ChangeFlag()
    try await session.terminal.withScreen {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await follow(change, session) }
        group.addTask { try await redraw(first, change, session) }
        // Only the drawing ends by itself; the stream may break and is not needed.
        _ = try await group.next()
        group.cancelAll()
      }
    }
  }

  private func view(_ session: Session) async throws(ControlFailure) -> LiveView {
    func list(
      _ part: String, _ limit: Int, _ query: [ControlRequest.Parameter] = []
    ) async throws(ControlFailure)
      -> [Node]
    {
      try await session.client.list(.bot(.get, name, part, query: query), limit: limit).items
    }
    return LiveView(
      bot: try await session.client.send(.bot(.get, name)),
      trades: try await list("trades", 10, [.init("status", "open")]), orders: try await list("orders", 5),
      decisions: try await list("decisions", 5), logs: try await list("logs", 50))
  }

  /// Marks that something has changed whenever an event comes.
  private func follow(_ change: ChangeFlag, _ session: Session) async throws {
    let silent = Console(write: { _ in }, remark: { _ in }, ask: nil, size: { nil }, isColoured: false)
    let follower = EventFollower(client: session.client, console: silent, filter: [.init("bot", name)])
    try await follower.follow(after: nil) { _ in change.raise() }
  }

  private func redraw(_ first: LiveView, _ change: ChangeFlag, _ session: Session) async throws {
    var view = first
    var trouble: String?
    while true {
      session.console.write(frame(view, trouble, session))
      guard try await waitForChange(change, session) else { return }
      do {
        view = try await self.view(session)
        trouble = nil
      } catch {
        guard error.exitCode == .unreachable else { throw error }
        trouble = error.summary
      }
    }
  }

  /// Waits for an event, at most two seconds, at least a quarter; false when `q` was pressed.
  private func waitForChange(_ change: ChangeFlag, _ session: Session) async throws -> Bool {
    let size = session.console.size()
    for step in 1...20 {
      try await Task.sleep(for: .milliseconds(100))
      if let key = session.terminal.key(), [UInt8(ascii: "q"), UInt8(ascii: "Q")].contains(key) { return false }
      if session.console.size() != size { return true }
      if step > 2, change.lower() { return true }
    }
    return true
  }

  /// A whole screen, written over the one before.
  private func frame(_ view: LiveView, _ trouble: String?, _ session: Session) -> String {
    let size = session.console.size() ?? TerminalSize(columns: 80, rows: 24)
    let body = TerminalSize(columns: size.columns, rows: max(1, size.rows - 1))
    var lines = view.lines(size: body, isColoured: session.console.isColoured)
    lines += Array(repeating: "", count: max(0, body.rows - lines.count))
    let footer = trouble.map { "! \($0); showing what was known" } ?? "q quits  \(session.client.server)"
    lines.append(DisplayWidth.truncated(footer, to: size.columns))
    return "\u{1B}[?2026h\u{1B}[H" + lines.joined(separator: "\u{1B}[K\r\n") + "\u{1B}[K\u{1B}[J\u{1B}[?2026l"
  }
}

/// Whether something has changed since it was last asked for.
private final class ChangeFlag: Sendable {
  private let isRaised = Mutex(false)

  func raise() { isRaised.withLock { $0 = true } }

  /// Whether it was raised; it isn't any more.
  func lower() -> Bool {
    isRaised.withLock { flag in
      defer { flag = false }
      return flag
    }
  }
}
