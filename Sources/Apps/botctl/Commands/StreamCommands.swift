// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlClient
import Documents

struct EventsCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "events", abstract: "Print what happens on the server.",
    discussion: """
      Without -f, prints the events that the server still has, and ends. With -f, prints events from now on, and goes \
      on where it was when the connection breaks. --since ID resumes after an event.
      """)

  @Flag(name: .shortAndLong, help: "Go on printing.") var follow = false
  @Option(help: "Only events of this bot.", completion: botNames) var bot: String?

  @Option(help: ArgumentHelp("Only these types, with commas: trade,order.filled,log.", valueName: "types"))
  var types: String?

  @Option(help: ArgumentHelp("Only events after this one.", valueName: "id")) var since: String?
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    let filter = [("bot", bot), ("types", types)].compactMap { name, value in
      value.map { ControlRequest.Parameter(name, $0) }
    }
    session.report.beginStream(.events)
    let print: (ServerEvent) -> Void = { event in
      session.report.streamed(event.node, .events) { EventLine.text(event, isColoured: $0) }
    }
    if follow {
      try await EventFollower(client: session.client, console: session.console, filter: filter).follow(
        after: since, print)
    } else {
      for try await event in try await session.client.events(filter + [.init("follow", "false")], after: since) {
        print(event)
      }
    }
  }
}

struct LogsCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "logs", abstract: "Print a bot's log, oldest first.")

  @Argument(help: "The bot.", completion: botNames) var name: String
  @Flag(name: .shortAndLong, help: "Go on printing.") var follow = false
  @OptionGroup var list: ListOptions
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    let request = ControlRequest.bot(.get, name, "logs")
    guard follow else {
      let lines = try await session.client.list(request, limit: list.count)
      let oldestFirst = ItemList(items: lines.items.reversed(), nextCursor: lines.nextCursor)
      guard session.report.format.isForPeople else { return session.report.list(oldestFirst, .logs) }
      for line in oldestFirst.items { print(line, session) }
      if lines.items.isEmpty { session.console.remark(Shape.logs.emptyRemark) }
      return
    }
    try await followLog(request, session)
  }

  /// The stream is opened before the lines so far are read, so that none is missed between; what both have is printed
  /// once.
  private func followLog(_ request: ControlRequest, _ session: Session) async throws {
    let filter = [ControlRequest.Parameter("bot", name), .init("types", "log")]
    session.report.beginStream(.logs)
    let follower = EventFollower(client: session.client, console: session.console, filter: filter)
    var lastID: Int64 = 0
    try await follower.follow(after: nil) {
      for line in try await session.client.list(request, limit: list.count).items.reversed() {
        print(line, session)
        lastID = max(lastID, line["id"]?.int64 ?? 0)
      }
    } _: { event in
      if let id = event.data["id"]?.int64, id <= lastID { return }
      print(event.data, session)
    }
  }

  private func print(_ line: Node, _ session: Session) {
    session.report.streamed(line, .logs) { LogLine.text(line, isColoured: $0) }
  }
}
