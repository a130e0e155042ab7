// SPDX-License-Identifier: Apache-2.0

import BotModel
import ControlAPI
import ControlPlane
import Documents
import MarketHub
import ServerConfiguration
import TradingModel

/// Creates and starts the bots of a demonstration, and prints a line for each trade that opens or closes.
struct DemoShow: Sendable {
  let bots: [BotFile]
  let fleet: Fleet
  let feed: MarketHub

  /// Goes on until its task is cancelled, or the server ends.
  func run() async throws {
    await feed.waitUntilInstruments()
    let newest = try await fleet.newestEvent()
    await startBots()
    for try await delivery in fleet.events(after: newest).deliveries {
      if case .event(let event) = delivery, let line = Self.line(of: event) { Console.say(line) }
    }
  }

  private func startBots() async {
    let caller = Caller(actor: "demo")
    for bot in bots {
      let name = bot.settings.name
      do throws(ControlError) {
        // A folder that was kept has them already.
        if (try? await fleet.bot(name)) == nil { _ = try await fleet.createBot(bot.settings, by: caller) }
        _ = try await fleet.perform(
          .start, on: name, positions: nil, live: LiveConfirmation(name: name.text, reason: "the demonstration"),
          by: caller)
      } catch {
        Console.complain("\(bot.path): \(error.problem.detail)")
      }
    }
  }

  /// `12:31:05  ema-alts      bought  SOL/USDT   at 141.21        ema_up`, or what became of it.
  static func line(of event: EventView) -> String? {
    guard event.kind == .tradeOpened || event.kind == .tradeClosed, let trade = try? JSONParser().parse(event.data)
    else { return nil }
    func text(_ field: String) -> String { trade[field]?.string ?? "" }
    func rounded(_ field: String, places: Int) -> String {
      Fixed(text(field)).map { "\($0.rounded(places: places, .halfEven))" } ?? text(field)
    }
    let isClosed = event.kind == .tradeClosed
    let rate = rounded(isClosed ? "close_rate" : "open_rate", places: 8)
    let start = [
      "\("\(event.time)".dropFirst(11).prefix(8))", text("bot").padded(to: 12), isClosed ? "sold  " : "bought",
      text("pair").padded(to: 10), "at \(rate.padded(to: 14))",
    ]
    guard isClosed else { return (start + [text("enter_tag")]).joined(separator: "  ") }
    let profit = rounded("profit_abs", places: 2)
    let currency = text("pair").split(separator: "/").last ?? ""
    let end = [text("exit_reason").padded(to: 18), "\(profit.hasPrefix("-") ? "" : "+")\(profit) \(currency)"]
    return (start + end).joined(separator: "  ")
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
