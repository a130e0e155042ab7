// SPDX-License-Identifier: Apache-2.0

import Documents

// The pair that is looked at: its price, what its votes come to, and what each strategy thinks.

extension LiveScreen {
  private var analysis: Node? { model.market?.figures.analysis }

  /// How old something in the analysis is.
  private func age(of time: Node?) -> Double? {
    guard let market = model.market else { return nil }
    return data.age(of: time, told: (analysis?["time"], market.at), at: moment)
  }

  var priceTitle: StyledLine? {
    guard let pair = model.pair else { return nil }
    let old = model.market.map { moment - $0.at } ?? 0
    return rule(
      "\(pair) \(bot.document["timeframe"]?.string ?? "")", old > 3 ? "as of \(Figure.age(old)) ago" : "")
  }

  var priceLine: StyledLine {
    guard model.pair != nil else { return StyledLine("This bot watches no pair.", .dim) }
    guard let analysis, let price = analysis["price"] else { return StyledLine("price -  change -", .dim) }
    return joined([priceFigure(price), source(of: price), change(analysis["window"]), quote(price)])
  }

  /// What closed candles tell.
  var figureLines: [StyledLine] { analysis.map { [closedCandles($0)] } ?? [] }

  private func priceFigure(_ price: Node) -> StyledLine {
    var line = StyledLine(Figure.plain(price["last"]), .bold)
    switch model.market?.move {
    case .up: line.add(" ▲", .green)
    case .down: line.add(" ▼", .red)
    case nil: break
    }
    return line
  }

  private func change(_ window: Node?) -> StyledLine {
    guard let window, let ratio = window["change_ratio"], !ratio.isNull else { return StyledLine("change -", .dim) }
    let text = CellText.percent(ratio, isSigned: true)
    let amount = Figure.plain(window["change"])
    var line = StyledLine("\(amount.hasPrefix("-") ? "" : "+")\(amount) (\(text))", Ink.forSign(text))
    let hours = window["hours"]?.number?.double.map { CellText.fixed($0, places: 1) } ?? "-"
    line.add(window["is_24h"]?.bool == true ? " in 24 h" : " in \(hours) h", .dim)
    return line
  }

  private func quote(_ price: Node) -> StyledLine {
    let points = price["spread_basis_points"]?.number?.double.map { CellText.fixed($0, places: 1) } ?? "-"
    return StyledLine("bid \(Figure.plain(price["bid"])) ask \(Figure.plain(price["ask"])) spread \(points) bp")
  }

  /// Where the price comes from, and how old it is.
  private func source(of price: Node) -> StyledLine {
    let seconds = age(of: price["seen_at"])
    let isOld = seconds.map { $0 > 60 * max(1, data.status?["clock_rate"]?.number?.double ?? 1) } ?? true
    let ink: Ink = isOld ? .yellow : .dim
    return switch price["source"]?.string {
    case "trade": StyledLine("trade \(Figure.age(seconds)) ago", ink)
    case "candle_in_progress": StyledLine("candle in progress, \(Figure.age(seconds)) ago", ink)
    case "closed_candle": StyledLine("close of the last closed candle", .yellow)
    default: StyledLine()
    }
  }

  /// Figures of closed candles are labelled so.
  private func closedCandles(_ analysis: Node) -> StyledLine {
    guard let last = analysis["last_candle"]?.string else { return StyledLine("no closed candle yet", .dim) }
    func number(_ path: String, _ places: Int) -> String {
      Column(path).value(in: analysis).number?.double.map { CellText.fixed($0, places: places) } ?? "-"
    }
    let verdict = analysis["trend"]?["verdict"]?.string?.replacing("_", with: " ") ?? "no trend known"
    let strength = analysis["trend"]?["strength"]?.string.map { ", \($0)" } ?? ""
    let ratio = analysis["atr"]?["ratio"].map { $0.isNull ? "-" : CellText.percent($0) } ?? "-"
    var line = StyledLine("closed candles to \(Figure.candle(last, today: analysis["time"]?.string)):  ", .dim)
    line.add("\(verdict)\(strength)  RSI \(number("rsi.value", 1))  ADX \(number("adx.value", 1))  ATR \(ratio)")
    return line
  }

  // MARK: Votes

  private var decision: Node? { model.market?.figures.decision }

  var gaugeTitle: StyledLine? {
    let mode = decision?["confluence"]?["mode"]?.string
    let name = mode.map { "Confluence \($0)" } ?? "Strategy \(bot.document["strategy"]?.string ?? "")"
    guard let decision, let candle = decision["candle"]?.string else { return rule(name) }
    let age = Figure.age(self.age(of: decision["time"]))
    return rule(name, "closed candle \(Figure.candle(candle, today: decision["time"]?.string)), \(age) ago")
  }

  var gaugeLine: StyledLine {
    guard let decision, let gauge = ConfluenceGauge(decision) else {
      return StyledLine("No closed candle has been judged yet.", .dim)
    }
    var line = StyledLine("exit ", .dim)
    line.add(gauge.bar(width: min(41, max(9, columns - 36))))
    line.add(" enter  ", .dim)
    line.add(Self.side(gauge.side))
    if isSmall, let candle = decision["candle"]?.string {
      line.add("  closed \(Figure.candle(candle, today: decision["time"]?.string))", .dim)
    }
    return line
  }

  /// What the votes come to in words, and what the bot did because of it.
  var outcomeLines: [StyledLine] {
    guard let decision, let gauge = ConfluenceGauge(decision) else { return [] }
    let outcome = DecisionSheet.outcome(decision["outcome"]?.string ?? "", cause: decision["cause"]?.string ?? "")
    let detail = ["rule", "detail"].compactMap { decision[$0]?.string }.joined(separator: ": ")
    var decided = StyledLine("so it \(outcome)", decision["outcome"]?.string == "refused" ? .yellow : nil)
    decided.add("  \(detail)", .dim)
    return [StyledLine(gauge.words), decided]
  }

  private static func side(_ side: String?) -> StyledLine {
    switch side {
    case "enter": StyledLine("▲ ENTER", .green)
    case "exit": StyledLine("▼ EXIT", .red)
    default: StyledLine("neither", .dim)
    }
  }

  private var members: [MemberState] { MemberState.all(in: model.market?.figures.decisions ?? []) }

  var memberTitle: StyledLine? {
    let members = members
    guard !members.isEmpty else { return nil }
    return StyledLine(MemberColumns(members, columns, today: decision?["time"]?.string).titles, .dim)
  }

  var memberLines: [StyledLine] {
    let members = members
    let table = MemberColumns(members, columns, today: decision?["time"]?.string)
    return members.map(table.line)
  }
}

/// The columns in which strategies stand.
private struct MemberColumns {
  private let name: Int
  private let since: Int
  private let hasWeights: Bool
  private let today: String?
  private static let vote = "○ warming up".count

  init(_ members: [MemberState], _ columns: Int, today: String?) {
    self.today = today
    name = min(max(members.map { DisplayWidth.of($0.name) }.max() ?? 0, 8), max(8, columns / 3))
    since = members.map { DisplayWidth.of(Self.since($0, today)) }.max() ?? 5
    hasWeights = members.contains { $0.weight != 1 }
  }

  var titles: String {
    Self.padded("STRATEGY", name) + Self.padded("VOTE", Self.vote) + Self.padded("STR", 4)
      + (hasWeights ? Self.padded("WEIGHT", 6) : "") + Self.padded("SINCE", since) + "WHY"
  }

  func line(_ member: MemberState) -> StyledLine {
    var line = StyledLine(Self.padded(DisplayWidth.truncated(member.name, to: name), name))
    line.add(Self.padded(member.stance.word, Self.vote), member.stance.ink)
    // One that says neither has no strength, not one of 0.
    let strength = member.stance == .neither ? nil : member.strength
    line.add(Self.padded(strength.map(Figure.two) ?? "-", 4))
    if hasWeights { line.add(Self.padded("×\(CellText.number(.number(member.weight)))", 6)) }
    line.add(Self.padded(Self.since(member, today), since))
    line.add(member.reason, .dim)
    return line
  }

  private static func since(_ member: MemberState, _ today: String?) -> String {
    switch member.since {
    case .candle(let time): Figure.candle(time, today: today)
    case .before(let time): "≤" + Figure.candle(time, today: today)
    }
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)) + 2)
  }
}
