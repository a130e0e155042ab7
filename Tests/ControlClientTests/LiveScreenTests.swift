// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing

@testable import ControlClient

@Suite struct `The screen of a live view` {
  private let model = LiveSamples.model()

  @Test func `shows all there is of a bot`() {
    let screen = model.screen()
    let expected = [
      "alpha  RUNNING · running  dry-run  confluence 5m  bot 1/2", "● botd 0.0 s", "equity 1000.00  free 900.00",
      "realized -1.50  drawdown 1.00%", "sim 12:00:10 UTC", "[BTC/USDT]●  ETH/USDT   SOL/USDT",
      "64000.5  trade 2.0 s ago  +500.5 (+0.79%) in 24 h  bid 64000 ask 64001 spread 0.2 bp",
      "closed candles to 11:55:  trending up, weak  RSI 55.5  ADX 21.2  ATR 0.20%",
      "Confluence MAJORITY  closed candle 11:55, 10 s ago", "1 enter, 1 exit of 2; 2 needed; score +0.25",
      "so it did nothing  no_signal: they contradict", "› BTC/USDT  0.01 at 63000  now 64000  +9.50 (+1.50%)",
      "stop 60800 (-5.0%) from 56700  2 min", "buy 1 ETH/USDT limit at 2200  partially filled  filled 0.25  10 s  dip",
      "decision p50 420 µs  p99 2.1 ms  max 250 ms (last 1024)  commit p50 -", "messages -/s here, -/s in all",
      "dropped 0  1 connection, 9 streams  ● live", "Nothing has happened yet.",
      "q quit  ? help  tab pair  n bot  p pause  s stop  space freeze",
    ]
    for text in expected {
      #expect(screen.contains { $0.contains(text) }, "\(text)\n\(screen.joined(separator: "\n"))")
    }
  }

  @Test func `shows each strategy's stance, strength, reason and since when`() {
    let rows = model.screen().filter { $0.contains("reason") }
    #expect(rows.count == 3)
    #expect(rows[0].split(separator: " ").map(String.init).prefix(5) == ["adx", "▲", "enter", "1.00", "11:50"])
    #expect(rows[1].split(separator: " ").map(String.init).prefix(5) == ["macd", "▼", "exit", "0.50", "11:55"])
    #expect(
      rows[2].split(separator: " ").map(String.init).prefix(6) == ["stochastic", "○", "warming", "up", "-", "≤11:45"])
  }

  @Test func `what is not known is a dash, not a zero`() {
    let bare = LiveModel(bot: "alpha").screen()
    #expect(bare.contains { $0.contains("equity -  free -  realized -  drawdown -") })
    #expect(bare.contains { $0.contains("open trades -") })
    #expect(bare.contains { $0.contains("latency -  messages -") })
    let market = LiveMarket(pair: "BTC/USDT", analysis: nil, feed: nil, trouble: "the venue is away", decisions: [])
    let blind = LiveSamples.model(LiveSamples.round(trades: [], orders: [], market: market))
    #expect(blind.shows("price -  change -"))
    #expect(blind.shows("! the venue is away"))
    #expect(blind.shows("No closed candle has been judged yet."))
    #expect(blind.shows("No open trade, no open order."))
  }

  @Test func `a price that is a candle's close says so`() {
    func source(_ source: Node) -> LiveModel {
      let members = (LiveSamples.analysis.object ?? []).filter { $0.key != "price" }
      let price: Node = ["last": "5", "source": source, "seen_at": "2026-11-21T12:00:08.000Z"]
      let analysis = Node.object(members + [.init(key: "price", value: price)])
      return LiveSamples.model(
        LiveSamples.round(
          market: LiveMarket(pair: "BTC/USDT", analysis: analysis, feed: nil, trouble: nil, decisions: [])))
    }
    #expect(source("closed_candle").shows("close of the last closed candle"))
    #expect(source("candle_in_progress").shows("candle in progress, 2.0 s ago"))
  }

  @Test func `ages go on while nothing comes, at the rate of the venue's clock`() {
    #expect(model.shows("trade 6.0 s ago", at: 5))
    #expect(model.shows("● botd 4.0 s", at: 5))
    #expect(model.shows("BTC/USDT 5m  as of 4.0 s ago", at: 5))
  }

  @Test func `a lost server is told with the age of what is shown`() {
    var model = model
    model.lose(.unreachable(server: "http://a", cause: "connection refused"), at: 3)
    #expect(model.shows("○ reconnecting", at: 13))
    #expect(
      model.shows(
        "○ what is shown is 12 s old; reconnecting: http://a can't be reached: connection refused, for 10 s", at: 13))
    #expect(model.shows("64000.5", at: 13))
    model.take(LiveSamples.round(at: 14))
    #expect(model.shows("● botd 0.0 s", at: 14))
    #expect(!model.shows("reconnecting", at: 14))
  }

  @Test func `what keeps a bot from working stands on top`() {
    let condition: Node = [
      "type": "MarketData", "status": false, "reason": "Degraded", "message": "ETH/USDT 5m: the connection was lost",
    ]
    let feed: Node = ["streams": [["stream": "candles 5m", "messages": 4, "trouble": "a gap is being filled"]]]
    let market = LiveMarket(
      pair: "BTC/USDT", analysis: LiveSamples.analysis, feed: feed, trouble: nil, decisions: LiveSamples.decisions)
    let screen = LiveSamples.model(
      LiveSamples.round(LiveSamples.bot("alpha", ["conditions": [condition]]), market: market)
    ).screen()
    #expect(screen[1] == "! MarketData: Degraded: ETH/USDT 5m: the connection was lost")
    #expect(screen[2] == "! the BTC/USDT stream is not live: a gap is being filled")
    #expect(screen.contains { $0.contains("○ not live") })
  }

  @Test func `a bot of one strategy shows its strategy`() {
    let decision = LiveSamples.decision(1, candle: "11:55", [LiveSamples.vote("adx", "enter", 0.5)])
    let market = LiveMarket(
      pair: "BTC/USDT", analysis: LiveSamples.analysis, feed: nil, trouble: nil, decisions: [decision])
    let model = LiveSamples.model(LiveSamples.round(LiveSamples.bot("alpha", ["strategy": "adx"]), market: market))
    #expect(model.shows("Strategy adx  closed candle 11:55"))
    #expect(model.shows("strength 0.50"))
    #expect(model.shows("▲ ENTER"))
  }

  @Test(arguments: [(90, 30), (80, 24), (60, 12), (40, 8), (20, 4), (10, 2), (1, 1)])
  func `fits every size, and keeps what matters most`(columns: Int, rows: Int) {
    var model = model
    for number in 1...50 {
      model.take(
        ServerEvent(id: "\(number)", kind: "log", data: ["bot": "alpha", "message": "東京 line \(number) 🚀"]), of: "alpha"
      )
    }
    model.lose(.unreachable(server: "http://a", cause: "connection refused"), at: 3)
    for isHelp in [false, true] {
      model.showsHelp = isHelp
      let lines = LiveScreen.lines(model, size: TerminalSize(columns: columns, rows: rows), at: 4)
      #expect(lines.count == rows)
      for line in lines {
        let text = line.text(isColoured: false)
        #expect(line.width <= columns && DisplayWidth.of(text) == line.width, "\(text)")
      }
    }
    model.showsHelp = false
    let screen = model.screen(columns, rows, at: 4).joined(separator: "\n")
    if rows >= 12 {
      let needed = [
        "64000.5", "█", "adx", "line 50", "reconnecting", "[BTC/USDT]", "decision p50", "closed", "11:55",
      ]
      for text in needed {
        #expect(screen.contains(text), "\(text)\n\(screen)")
      }
    }
    if columns >= 40 { #expect(screen.contains("alpha")) }
  }

  @Test func `what would move the cursor is shown, not sent`() {
    var model = model
    model.take(ServerEvent(id: "1", kind: "log", data: ["message": "a\u{1B}[2Jb"]), of: "alpha")
    #expect(model.shows("a\u{FFFD}[2Jb"))
  }

  @Test func `in ASCII marks become characters that look like them, and all else question marks`() {
    var line = StyledLine("─│┃█░▲▼●○·›…×≤ é 東 a")
    line = line.inASCII()
    #expect(line.text(isColoured: false) == "-|!#.^v*o->~x< ? ?? a")
    let screen = LiveScreen.lines(model, size: TerminalSize(columns: 90, rows: 30), at: 1).map { $0.inASCII() }
    #expect(screen.allSatisfy { $0.text(isColoured: true).utf8.allSatisfy { $0 < 0x80 } })
  }

  @Test func `as plain text all of it is there, however long`() {
    let lines = LiveScreen.plain(model, columns: 80, at: 1)
    #expect(lines.contains { $0.contains("macd's reason") })
    #expect(lines.allSatisfy { !$0.contains("\u{1B}") })
  }
}
