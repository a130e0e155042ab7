// SPDX-License-Identifier: Apache-2.0

import Documents

// Latency, messages, what happened, and help.

extension LiveScreen {
  var serverLines: [StyledLine] {
    guard let status = data.status else { return [StyledLine("latency -  messages -", .dim)] }
    let latency = status["latency"]
    let decision = latency?["decision"]
    let recent = decision?["recent"]?.int64 ?? 0
    func times(_ name: String, _ figures: Node?, _ titles: String...) -> String {
      let parts = titles.map { "\($0) \(Figure.duration(figures?[$0 + "_seconds"]?.number?.double))" }
      return "\(name) \(parts.joined(separator: "  "))"
    }
    return [
      joined([
        StyledLine(times("decision", decision, "p50", "p99", "max") + " (last \(recent))"),
        StyledLine(times("commit", latency?["commit"], "p50", "p99")),
      ]),
      joined([messages(status), dropped(status["dropped"]), connections(status)]),
    ]
  }

  private func messages(_ status: Node) -> StyledLine {
    let here = Figure.rate(model.market?.messages.perSecond)
    let all = Figure.rate(data.messages.perSecond)
    let faulty = Figure.plain(status["messages"]?["faulty"])
    var line = StyledLine("messages \(here) here, \(all) in all")
    line.add("  faulty \(faulty)", faulty == "0" || faulty == "-" ? nil : .yellow)
    return line
  }

  private func dropped(_ drops: Node?) -> StyledLine {
    let members = drops?.object ?? []
    guard !members.isEmpty else { return StyledLine("dropped -") }
    let lost = members.filter { $0.value.int64 != 0 }.map { "\(CellText.line($0.value)) \($0.key)" }
    return lost.isEmpty ? StyledLine("dropped 0") : StyledLine("dropped " + lost.joined(separator: ", "), .yellow)
  }

  private func connections(_ status: Node) -> StyledLine {
    guard let messages = status["messages"], !messages.isNull else { return StyledLine("feed -") }
    let count = messages["connections"]?.int64 ?? 0
    let streams = Figure.plain(messages["streams"])
    var line = StyledLine("\(count) connection\(count == 1 ? "" : "s"), \(streams) streams", .dim)
    if let stream = candleStream {
      let isLive = stream["trouble"]?.isNull == true
      line.add(isLive ? "  ● live" : "  ○ not live", isLive ? .green : .red)
    } else if model.pair != nil {
      line.add("  ○ nobody watches this pair", .dim)
    }
    return line
  }

  /// Oldest first.
  var eventLines: [StyledLine] {
    let events = bot.events
    guard !events.isEmpty else { return [StyledLine("Nothing has happened yet.", .dim)] }
    return events.map { StyledLine(EventLine.text($0, isColoured: false, namesBot: false), EventLine.ink(of: $0)) }
  }

  var helpLines: [StyledLine] {
    let keys = [
      ("tab  j  right  down", "the next pair of this bot"), ("k  left  up", "the pair before"),
      ("n  ]", "the next bot"), ("b  [", "the bot before"),
      ("p", "pause the bot, or let it go on: paused, it opens nothing and manages what is open"),
      ("s", "stop the bot; asks first, and what becomes of what it holds"),
      ("space", "freeze the screen, or let it go on"), ("?", "this page"), ("q  ctrl-c", "end"),
    ]
    let notes = [
      "Figures of closed candles are labelled so; the price is of the last trade where nothing else is said.",
      "The bar: exit to the left, enter to the right, ┃ marks what is needed.",
      "SINCE is the candle after which a strategy took its stance; ≤ that it had it before all that is known.",
      "- stands for what is not known.",
    ]
    let rows = keys.map { key, meaning in
      var line = StyledLine("  \(key)", .bold)
      line.pad(to: 24)
      line.add(meaning)
      return line
    }
    return [rule("Keys")] + rows + [rule("Reading it")]
      + notes.flatMap { note in DisplayWidth.wrapped(note, to: max(10, columns - 2)).map { StyledLine("  " + $0) } }
  }
}
