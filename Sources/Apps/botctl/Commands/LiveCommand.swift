// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlClient
import Documents

struct LiveCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "live", abstract: "Watch a bot: prices, votes, trades, orders and what happens, as they change.",
    discussion: """
      Tab goes to the next pair, n to the next bot, p pauses, s stops, space freezes the screen, ? tells the rest, q \
      ends it. Where the output is no terminal, or one that can't move its cursor (TERM=dumb), it prints what there is \
      once; -o json gives it as a document.
      """)

  @Argument(help: "The bot.", completion: botNames) var name: String

  @Option(help: ArgumentHelp("Which of its pairs to look at; its first otherwise.", valueName: "pair"))
  var pair: String?

  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    let start = ContinuousClock.now
    let clock: @Sendable () -> Double = { (ContinuousClock.now - start) / .seconds(1) }
    var fetcher = LiveFetcher(client: session.client, clock: clock)
    let first = try await fetcher.round(of: name, pair: pair)
    var model = LiveModel(bot: name)
    model.take(first)
    if let pair, !model.choose(pair) { throw ControlFailure.notFound("bot '\(name)' doesn't watch \(pair)") }
    if model.pair != first.market?.pair { model.take(try await fetcher.round(of: name, pair: model.pair)) }
    guard session.console.hasCursor, session.report.format.isForPeople else {
      model.take(past: await fetcher.past(of: name), of: name)
      guard session.report.format.isForPeople else { return session.report.details(model.node) }
      let lines = LiveScreen.plain(model, columns: session.console.size()?.columns ?? 100, at: clock())
      return session.console.write(lines.map { $0 + "\n" }.joined())
    }
    try await LiveSession(session: session, clock: clock).run(model, fetcher)
  }
}
