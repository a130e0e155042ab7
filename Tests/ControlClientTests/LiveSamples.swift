// SPDX-License-Identifier: Apache-2.0
import Documents

@testable import ControlClient

/// What a server could tell a live view.
enum LiveSamples {
  static let second = 1.0

  static func bot(_ name: String, _ more: Node = [:]) -> Node {
    let plain: Node = [
      "name": .string(name), "mode": "dry_run", "state": "RUNNING", "phase": "running", "strategy": "confluence",
      "timeframe": "5m", "pairs": ["BTC/USDT", "ETH/USDT", "SOL/USDT"], "pair_blacklist": [], "conditions": [],
      "stake_currency": "USDT", "max_open_trades": 3, "open_trades": 0, "equity": "1000", "available": "900",
      "realized_profit": "-1.5", "drawdown": 0.01,
    ]
    let changed = Set((more.object ?? []).map(\.key))
    return .object((plain.object ?? []).filter { !changed.contains($0.key) } + (more.object ?? []))
  }

  static let analysis: Node = [
    "time": "2026-11-21T12:00:10.000Z", "last_candle": "2026-11-21T11:55:00.000Z",
    "price": [
      "last": "64000.5", "source": "trade", "seen_at": "2026-11-21T12:00:08.000Z", "bid": "64000", "ask": "64001",
      "spread_basis_points": 0.15,
    ],
    "window": ["hours": 24.0, "is_24h": true, "change": "500.5", "change_ratio": 0.00788],
    "rsi": ["value": 55.5], "adx": ["value": 21.25], "atr": ["ratio": 0.002],
    "trend": ["verdict": "trending_up", "strength": "weak"],
  ]

  static let status: Node = [
    "version": "1", "venue": "sim", "time": "2026-11-21T12:00:10.000Z", "clock_rate": 1.0,
    "latency": [
      "decision": [
        "count": 2000, "recent": 1024, "p50_seconds": 0.00042, "p99_seconds": 0.0021, "max_seconds": 0.25,
      ],
      "commit": ["count": 0, "recent": 0, "p50_seconds": .null, "p99_seconds": .null, "max_seconds": .null],
    ],
    "messages": ["total": 1000, "faulty": 0, "streams": 9, "connections": 1],
    "dropped": ["trades": 0, "candles": 0, "decisions": 0],
  ]

  static let feed: Node = [
    "streams": [
      ["stream": "candles 5m", "messages": 40, "trouble": .null],
      ["stream": "trades", "messages": 60, "trouble": .null],
    ]
  ]

  static func vote(
    _ strategy: String, _ side: Node, _ strength: Node = 1.0, weight: Double = 1, failed: Bool = false
  )
    -> Node
  {
    [
      "strategy": .string(strategy), "side": side, "strength": strength, "weight": .number(weight),
      "reason": .string("\(strategy)'s reason"), "failed": .bool(failed),
    ]
  }

  static func decision(
    _ id: Int, candle: String, _ votes: [Node], confluence: Node = .null, outcome: String = "idle"
  ) -> Node {
    [
      "id": .number(id), "pair": "BTC/USDT", "time": "2026-11-21T12:00:00.000Z",
      "candle": .string("2026-11-21T\(candle):00.000Z"), "outcome": .string(outcome), "cause": "candle",
      "rule": "no_signal", "detail": "they contradict", "stance": ["side": "enter", "strength": 0.5],
      "votes": .array(votes), "confluence": confluence,
    ]
  }

  static func poll(_ mode: String, side: Node, score: Double, threshold: Node = .null) -> Node {
    ["mode": .string(mode), "side": side, "score": .number(score), "threshold": threshold, "summary": "in words"]
  }

  static let decisions = [
    decision(
      3, candle: "11:55", [vote("adx", "enter"), vote("macd", "exit", 0.5), vote("stochastic", .null, .null)],
      confluence: poll("MAJORITY", side: .null, score: 0.25)),
    decision(2, candle: "11:50", [vote("adx", "enter"), vote("macd", "enter"), vote("stochastic", .null, .null)]),
    decision(1, candle: "11:45", [vote("adx", "exit"), vote("macd", "exit"), vote("stochastic", .null, .null)]),
  ]

  static let trade: Node = [
    "id": 7, "bot": "alpha", "pair": "BTC/USDT", "status": "open", "opened_at": "2026-11-21T11:58:10.000Z",
    "open_rate": "63000", "current_rate": "64000", "amount": "0.01", "profit_abs": "9.5", "profit_ratio": 0.015,
    "stop_loss": "60800", "initial_stop_loss": "56700",
  ]

  static let order: Node = [
    "id": 9, "bot": "alpha", "pair": "ETH/USDT", "side": "buy", "type": "limit", "status": "partially_filled",
    "price": "2200", "amount": "1", "filled": "0.25", "created_at": "2026-11-21T12:00:00.000Z", "reason": "dip",
  ]

  static func market(_ pair: String = "BTC/USDT") -> LiveMarket {
    LiveMarket(pair: pair, analysis: analysis, feed: feed, trouble: nil, decisions: decisions)
  }

  static func round(
    _ bot: Node = bot("alpha"), at now: Double = second, trades: [Node] = [trade], orders: [Node] = [order],
    market: LiveMarket? = market()
  ) -> LiveRound {
    LiveRound(
      at: now, bots: [self.bot("alpha"), self.bot("beta", ["mode": "live_spot"])], bot: bot, trades: trades,
      orders: orders, market: market, status: status)
  }

  /// A view of bot alpha after one round, taken at second 1.
  static func model(_ round: LiveRound = round()) -> LiveModel {
    var model = LiveModel(bot: "alpha")
    model.take(round)
    return model
  }
}

extension LiveModel {
  /// The screen as text, without colours and without spaces at the ends of lines.
  func screen(_ columns: Int = 100, _ rows: Int = 40, at now: Double = LiveSamples.second) -> [String] {
    LiveScreen.lines(self, size: TerminalSize(columns: columns, rows: rows), at: now).map { line in
      var text = line.text(isColoured: false)[...]
      while text.last == " " { text.removeLast() }
      return String(text)
    }
  }

  /// Whether a line of the screen holds a text.
  func shows(_ text: String, at now: Double = LiveSamples.second) -> Bool {
    screen(at: now).contains { $0.contains(text) }
  }
}
