// SPDX-License-Identifier: Apache-2.0

import Documents

// What stands at the top and the bottom: the bot, its money, its pairs, connections, keys.

extension LiveScreen {
  /// The bot at the left, the connection at the right.
  var headLine: StyledLine {
    var state = StyledLine()
    if let word = bot.state { state.add(word, Ink.forWord(word)) }
    if let phase = bot.document["phase"]?.string {
      state.add(" · ", .dim)
      state.add(phase, Ink.forWord(phase))
    }
    let mode = bot.document["mode"]?.string.map {
      $0 == "live_spot" ? StyledLine("LIVE MONEY", .red) : StyledLine($0.replacing("_", with: "-"), .dim)
    }
    let kind = ["strategy", "timeframe"].compactMap { bot.document[$0]?.string }.joined(separator: " ")
    let place = data.names.firstIndex(of: model.bot).map { "bot \($0 + 1)/\(data.names.count)" } ?? ""
    let left = joined([
      StyledLine(model.bot, .bold), state, mode, StyledLine(kind), StyledLine(data.names.count > 1 ? place : "", .dim),
    ])
    let right = connection
    var line = left.fitted(to: max(0, columns - right.width - 2))
    line.pad(to: columns - right.width)
    line.add(right)
    return line
  }

  private var connection: StyledLine {
    var line = StyledLine()
    if let frozen = model.frozen { line.add("FROZEN \(Figure.age(now - frozen.at))  ", .yellow) }
    let age = Figure.age(bot.at.map { now - $0 })
    switch model.data.link {
    case .lost: line.add("○ reconnecting", .red)
    case .up where bot.isGone: line.add("○ gone", .red)
    case .up: line.add("● botd \(age)", bot.at.map { now - $0 < 5 } ?? false ? .green : .yellow)
    }
    return line
  }

  /// What keeps something from being as it should.
  var troubleLines: [StyledLine] {
    var lines: [StyledLine] = []
    if case .lost(let since, let cause) = model.data.link {
      let known = bot.at.map { "what is shown is \(Figure.age(now - $0)) old" } ?? "nothing is known of this bot"
      let causes = "\(cause), for \(Figure.age(now - since))"
      lines.append(StyledLine("○ \(known); reconnecting: \(causes)", .red))
    }
    if bot.isGone { lines.append(StyledLine("! botd has no bot '\(model.bot)' any more", .red)) }
    lines += (bot.document["conditions"]?.array ?? []).filter { $0["status"]?.bool == false }.map { condition in
      let words = ["type", "reason", "message"].compactMap { condition[$0]?.string }.filter { !$0.isEmpty }
      return StyledLine("! " + words.joined(separator: ": "), .yellow)
    }
    if let trouble = streamTrouble { lines.append(StyledLine("! \(trouble)", .yellow)) }
    return lines
  }

  /// Why the pair's candles are not live; nil where they are, or nothing is known of them.
  private var streamTrouble: String? {
    if let trouble = model.market?.figures.trouble { return trouble }
    let stream = candleStream
    return stream?["trouble"]?.string.map { "the \(model.pair ?? "") stream is not live: \($0)" }
  }

  /// The stream of the candles that the bot trades by.
  var candleStream: Node? {
    let name = "candles \(bot.document["timeframe"]?.string ?? "")"
    return model.market?.figures.feed?["streams"]?.array?.first { $0["stream"]?.string == name }
  }

  var moneyLine: StyledLine {
    let document = bot.document
    func figure(_ name: String, _ text: String?, _ ink: Ink? = nil) -> StyledLine {
      var line = StyledLine(name + " ", .dim)
      line.add(text.flatMap { $0.isEmpty ? nil : $0 } ?? "-", ink)
      return line
    }
    let realized = document["realized_profit"].map { CellText.money($0, isSigned: true) }
    var line = joined([
      figure("equity", document["equity"].map { CellText.money($0) }),
      figure("free", document["available"].map { CellText.money($0) }),
      figure("realized", realized, realized.flatMap(Ink.forSign)),
      figure("drawdown", document["drawdown"].map { CellText.percent($0) }),
      StyledLine(document["stake_currency"].map(CellText.line) ?? "", .dim),
    ])
    let right = venueLine
    if line.width + right.width + 2 <= columns {
      line.pad(to: columns - right.width)
      line.add(right)
    }
    return line
  }

  /// The venue and what time it was there when the server last told.
  private var venueLine: StyledLine {
    guard let status = data.status, let time = status["time"]?.string else { return StyledLine() }
    let rate = status["clock_rate"]?.number?.double ?? 1
    let speed = rate == 1 ? "" : " ×\(CellText.fixed(rate, places: rate < 10 ? 1 : 0))"
    return StyledLine("\(status["venue"]?.string ?? "") \(CellText.clock(time)) UTC\(speed)", .dim)
  }

  /// The bot's pairs; the one that is looked at in brackets, a point behind those that it holds.
  var pairLine: StyledLine {
    let held = Set(bot.trades.compactMap { $0["pair"]?.string })
    let pairs = bot.pairs
    guard !pairs.isEmpty else { return StyledLine("no pairs", .dim) }
    let pieces = pairs.map { pair in
      let isChosen = pair == model.pair
      var piece = StyledLine(isChosen ? "[\(pair)]" : " \(pair) ", isChosen ? .bold : nil)
      if held.contains(pair) { piece.add("●", .green) }
      return piece
    }
    // So many pairs before the chosen one are left out that it can be seen.
    let chosen = pairs.firstIndex { $0 == model.pair } ?? 0
    var first = 0
    func width(_ range: ClosedRange<Int>) -> Int { pieces[range].reduce(0) { $0 + $1.width + 1 } }
    while first < chosen, width(first...chosen) > columns - 12 { first += 1 }
    var line = StyledLine(first > 0 ? "… " : "", .dim)
    for piece in pieces[first...] {
      line.add(piece)
      line.add(" ")
    }
    let place = " \(chosen + 1)/\(pairs.count)"
    guard line.width > columns else { return line }
    line = line.fitted(to: max(0, columns - place.utf8.count))
    line.add(place, .dim)
    return line
  }

  /// A question, the last result, or the keys.
  var footLine: StyledLine {
    if let prompt = model.prompt { return StyledLine(Self.question(prompt), .yellow) }
    if let notice = model.notice, now - notice.at < 20 { return StyledLine(notice.text, notice.ink) }
    if model.showsHelp { return StyledLine("any key goes back  q quit", .dim) }
    let pause = bot.state == "PAUSED" ? "p resume" : "p pause"
    let freeze = model.frozen == nil ? "space freeze" : "space go on"
    return StyledLine("q quit  ? help  tab pair  n bot  \(pause)  s stop  \(freeze)", .dim)
  }

  private static func question(_ prompt: LivePrompt) -> String {
    switch prompt {
    case .stop(let bot, 0, _): "Stop \(bot)? y yes  n no"
    case .stop(let bot, let count, _):
      "Stop \(bot), which holds \(count == 1 ? "a trade" : "\(count) trades")? "
        + "k keep, unwatched  c close at the market  n no"
    case .resume(let bot): "Let \(bot) open trades with real money again? y yes  n no"
    case .name(let action, let typed):
      "REAL MONEY: type \(action.bot) to \(action.verb.rawValue) it (esc no): \(typed)_"
    }
  }
}
