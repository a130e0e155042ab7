// SPDX-License-Identifier: Apache-2.0

import ControlAPI
import ControlPlane
import Documents
import MarketHub
import ServerConfiguration
import ServiceLifecycle

/// Creates and starts the bots of a demonstration, and prints a line for each trade that opens or closes.
struct DemoShow: Service {
  let bots: [BotFile]
  let fleet: Fleet
  let feed: MarketHub

  func run() async throws {
    try await cancelWhenGracefulShutdown {
      await feed.waitUntilInstruments()
      let newest = try await fleet.newestEvent()
      await startBots()
      for try await delivery in fleet.events(after: newest).deliveries {
        if case .event(let event) = delivery, let line = Self.line(of: event) { Console.say(line) }
      }
      // The stream ends with the server.
      try await Task.sleep(for: .seconds(3600))
    }
  }

  private func startBots() async {
    let caller = Caller(actor: "demo")
    for bot in bots {
      let name = bot.settings.name
      do throws(ControlError) {
        // A folder that was kept has them already.
        if (try? await fleet.bot(name)) == nil { _ = try await fleet.createBot(bot.settings, by: caller) }
        _ = try await fleet.perform(.start, on: name, positions: nil, by: caller)
      } catch {
        Console.complain("\(bot.path): \(error.problem.detail)")
      }
    }
  }

  /// `12:31:05  ema-alts      bought   35.41 SOL/USDT at 141.21   ema_cross_up`.
  static func line(of event: EventView) -> String? {
    guard event.kind == .tradeOpened || event.kind == .tradeClosed, let trade = try? JSONParser().parse(event.data)
    else { return nil }
    func text(_ field: String) -> String { trade[field]?.string ?? "" }
    let time = "\(event.time)".dropFirst(11).prefix(8)
    let bot = text("bot").padded(to: 12)
    let pair = "\(text("amount")) \(text("pair"))"
    guard event.kind == .tradeClosed else {
      return "\(time)  \(bot)  bought \((pair + " at " + text("open_rate")).padded(to: 36))  \(text("enter_tag"))"
    }
    let basisPoints = Int(((trade["profit_ratio"]?.double ?? 0) * 10_000).rounded())
    let percent =
      "\(basisPoints < 0 ? "-" : "+")\(abs(basisPoints) / 100).\(abs(basisPoints) / 10 % 10)\(abs(basisPoints) % 10) %"
    return "\(time)  \(bot)  sold   \((pair + " at " + text("close_rate")).padded(to: 36))  "
      + "\(text("exit_reason").padded(to: 20)) \(percent)  \(text("profit_abs"))"
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
