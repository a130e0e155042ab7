// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing

@testable import ControlClient

@Suite struct `Keys in a live view` {
  private func model(_ more: Node = [:]) -> LiveModel {
    LiveSamples.model(LiveSamples.round(LiveSamples.bot("alpha", more)))
  }

  @Test func `go from pair to pair, round and round`() {
    var model = model()
    #expect(model.press(.next, at: 2) == .look)
    #expect(model.pair == "ETH/USDT")
    #expect(model.press(.character("j"), at: 2) == .look)
    #expect(model.press(.next, at: 2) == .look)
    #expect(model.pair == "BTC/USDT")
    #expect(model.press(.character("k"), at: 2) == .look)
    #expect(model.pair == "SOL/USDT")
    #expect(model.press(.previous, at: 2) == .look)
    #expect(model.pair == "ETH/USDT")
    #expect(model.shows("[ETH/USDT]"))
    #expect(model.shows("price -  change -"), "nothing is known of this pair yet")
  }

  @Test func `go from bot to bot, and back to the pair that was looked at`() {
    var model = model()
    _ = model.press(.next, at: 2)
    #expect(model.press(.character("n"), at: 2) == .look)
    #expect(model.bot == "beta")
    #expect(model.pair == "BTC/USDT")
    #expect(model.press(.character("]"), at: 2) == .look)
    #expect(model.bot == "alpha")
    #expect(model.pair == "ETH/USDT")
    #expect(model.press(.character("b"), at: 2) == .look)
    #expect(model.bot == "beta")
  }

  @Test func `leave alone what can't be stepped`() {
    var model = model(["pairs": ["BTC/USDT"]])
    #expect(model.press(.next, at: 2) == .none)
    #expect(model.press(.character("x"), at: 2) == .none)
    var empty = LiveModel(bot: "alpha")
    #expect(empty.press(.next, at: 2) == .none)
    #expect(empty.press(.character("n"), at: 2) == .none)
  }

  @Test(arguments: [("RUNNING", LiveAction.Verb.pause), ("PAUSED", .resume)])
  func `pause what runs, and let go on what is paused`(state: String, verb: LiveAction.Verb) {
    var model = model(["state": .string(state)])
    #expect(model.press(.character("p"), at: 2) == .perform(LiveAction(verb, bot: "alpha")))
  }

  @Test func `don't pause or stop what does neither run nor rest`() {
    var model = model(["state": "STOPPED"])
    #expect(model.press(.character("p"), at: 2) == .none)
    #expect(model.shows("alpha is STOPPED"))
    #expect(model.press(.character("s"), at: 2) == .none)
    #expect(model.prompt == nil)
  }

  @Test func `stop only after a yes`() {
    var model = model()
    #expect(model.press(.character("s"), at: 2) == .none)
    #expect(model.shows("Stop alpha? y yes  n no"))
    var other = model
    #expect(other.press(.character("q"), at: 3) == .none)
    #expect(other.prompt == nil)
    #expect(other.shows("Nothing was done."))
    #expect(model.press(.character("y"), at: 3) == .perform(LiveAction(.stop, bot: "alpha")))
    #expect(model.prompt == nil)
  }

  @Test(arguments: [("k" as Character, LiveAction.Positions.keep), ("c", .close)])
  func `stop a bot that holds something only with a word on what becomes of it`(
    key: Character, positions: LiveAction.Positions
  ) {
    var model = model(["open_trades": 2])
    _ = model.press(.character("s"), at: 2)
    #expect(model.shows("Stop alpha, which holds 2 trades? k keep, unwatched  c close at the market  n no"))
    var other = model
    #expect(other.press(.character("y"), at: 2) == .none)
    #expect(other.prompt == nil)
    #expect(model.press(.character(key), at: 2) == .perform(LiveAction(.stop, bot: "alpha", positions: positions)))
  }

  @Test func `with real money want the bot's name typed`() {
    var model = model(["mode": "live_spot"])
    #expect(model.screen()[0].contains("LIVE MONEY"))
    _ = model.press(.character("s"), at: 2)
    #expect(model.press(.character("y"), at: 2) == .none)
    for letter in "alpgha" { #expect(model.press(.character(letter), at: 2) == .none) }
    #expect(model.shows("REAL MONEY: type alpha to stop it (esc no): alpgha_"))
    var wrong = model
    #expect(wrong.press(.enter, at: 2) == .none)
    #expect(wrong.shows("Nothing was done."))
    for _ in 1...3 { _ = model.press(.backspace, at: 2) }
    for letter in "ha" { _ = model.press(.character(letter), at: 2) }
    #expect(model.press(.enter, at: 2) == .perform(LiveAction(.stop, bot: "alpha")))
  }

  @Test func `let a bot with real money go on only after a yes`() {
    var model = model(["mode": "live_spot", "state": "PAUSED"])
    #expect(model.press(.character("p"), at: 2) == .none)
    #expect(model.shows("Let alpha open trades with real money again? y yes  n no"))
    #expect(model.press(.character("y"), at: 2) == .perform(LiveAction(.resume, bot: "alpha")))
  }

  @Test func `freeze what is shown, and let it go on`() {
    var model = model()
    #expect(model.press(.character(" "), at: 2) == .none)
    model.take(LiveSamples.round(LiveSamples.bot("alpha", ["equity": "77"]), at: 5))
    #expect(model.shows("FROZEN 6.0 s", at: 8))
    #expect(model.shows("equity 1000.00", at: 8))
    #expect(model.shows("trade 3.0 s ago", at: 8), "as old as it was then")
    _ = model.press(.character(" "), at: 9)
    #expect(model.shows("equity 77.00", at: 9))
  }

  @Test func `open help, and any key closes it`() {
    var model = model()
    _ = model.press(.character("?"), at: 2)
    #expect(model.shows("ctrl-c"))
    #expect(model.press(.character("s"), at: 2) == .none)
    #expect(model.prompt == nil)
    #expect(!model.shows("ctrl-c"))
    _ = model.press(.character("?"), at: 2)
    #expect(model.press(.character("q"), at: 2) == .quit)
  }

  @Test func `end the view`() {
    var model = model()
    #expect(model.press(.character("q"), at: 2) == .quit)
  }
}

@Suite struct `News in a live view` {
  @Test func `an action's outcome is shown, whichever it is`() {
    var model = LiveSamples.model()
    let action = LiveAction(.stop, bot: "alpha", positions: .keep)
    #expect(action.request.body == ["positions": "keep"])
    #expect(action.request.path == "/api/v1/bots/alpha/stop")
    model.take(
      .success(LiveSamples.bot("alpha", ["state": "STOPPED", "phase": "stopping"])), of: action, at: 2)
    #expect(model.shows("alpha: stopped, keeping what it holds, STOPPED stopping", at: 2))
    #expect(model.shows("STOPPED · stopping", at: 2))
    model.take(.failure(.unreachable(server: "http://a", cause: "connection refused")), of: action, at: 3)
    #expect(model.shows("alpha: not stopped: http://a can't be reached: connection refused", at: 3))
    #expect(!model.shows("alpha: not stopped", at: 30))
  }

  @Test func `a bot that is gone is told, and what was known stays`() {
    var model = LiveSamples.model()
    model.miss("alpha")
    #expect(model.shows("botd has no bot 'alpha' any more"))
    #expect(model.shows("○ gone"))
    #expect(model.shows("64000.5"))
    #expect(model.press(.character("n"), at: 2) == .look)
    #expect(model.bot == "beta")
  }

  @Test func `events are those of the bot, each once`() {
    var model = LiveSamples.model()
    let signal: Node = [
      "bot": "alpha", "time": "2026-11-21T12:00:00.000Z", "pair": "BTC/USDT", "action": "enter", "tag": "up",
      "reason": "it rises",
    ]
    model.take(ServerEvent(id: "5", kind: "signal", data: signal), of: "alpha")
    model.take(past: [ServerEvent(id: "", kind: "signal", data: signal)], of: "alpha")
    model.take(ServerEvent(id: "5", kind: "signal", data: signal), of: "alpha")
    model.take(ServerEvent(id: "6", kind: "log", data: ["message": "elsewhere"]), of: "beta")
    #expect(model.screen().count { $0.contains("signal  BTC/USDT enter up it rises") } == 1)
    #expect(!model.shows("elsewhere"))
    for number in 0..<200 {
      model.take(ServerEvent(id: "x\(number)", kind: "log", data: ["message": .string("m\(number)")]), of: "alpha")
    }
    #expect(model.shownBot.events.count == 100)
    #expect(model.shows("m199"))
  }

  @Test func `a price that moves has an arrow`() {
    var model = LiveSamples.model()
    #expect(!model.shows("64000.5 ▲"))
    let members = (LiveSamples.analysis.object ?? []).filter { $0.key != "price" }
    for (price, arrow) in [("64001", "▲"), ("64001", "▲"), ("63000.1", "▼")] {
      let analysis = Node.object(members + [.init(key: "price", value: ["last": .string(price)])])
      let market = LiveMarket(pair: "BTC/USDT", analysis: analysis, feed: nil, trouble: nil, decisions: [])
      model.take(LiveSamples.round(at: 2, market: market))
      #expect(model.shows("\(price) \(arrow)"))
    }
  }

  @Test func `a pair is chosen however it is written`() {
    var model = LiveSamples.model()
    #expect(model.choose("ethusdt") == true)
    #expect(model.pair == "ETH/USDT")
    #expect(model.choose("DOGE/USDT") == false)
  }
}
