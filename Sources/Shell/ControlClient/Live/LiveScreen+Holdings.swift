// SPDX-License-Identifier: Apache-2.0

import Documents

// What the bot holds and has ordered.

extension LiveScreen {
  /// How old something that a round told of is.
  private func age(of time: Node?) -> String {
    guard let at = data.statusAt else { return "-" }
    return Figure.age(data.age(of: time, told: (data.status?["time"], at), at: moment))
  }

  var tradeTitle: StyledLine? {
    let slots = bot.document["max_open_trades"]?.int64.map { " of \($0)" } ?? ""
    return bot.trades.isEmpty ? nil : rule("Open trades", "\(bot.trades.count)\(slots)")
  }

  /// Its open trades, that of the pair which is looked at first.
  var tradeLines: [StyledLine] {
    guard !bot.trades.isEmpty else {
      guard bot.at != nil else { return [StyledLine("open trades -", .dim)] }
      return [StyledLine(bot.orders.isEmpty ? "No open trade, no open order." : "No open trade.", .dim)]
    }
    let chosen = bot.trades.filter { $0["pair"]?.string == model.pair }
    let others = bot.trades.filter { $0["pair"]?.string != model.pair }
    return (chosen + others).map { tradeLine($0, isChosen: $0["pair"]?.string == model.pair) }
  }

  private func tradeLine(_ trade: Node, isChosen: Bool) -> StyledLine {
    var line = StyledLine(isChosen ? "› " : "  ", .bold)
    line.add(Figure.plain(trade["pair"]), isChosen ? .bold : nil)
    line.add("  \(Figure.plain(trade["amount"])) at \(Figure.plain(trade["open_rate"]))")
    let profit = trade["profit_abs"].map { CellText.money($0, isSigned: true) } ?? ""
    let ratio = trade["profit_ratio"].map { CellText.percent($0, isSigned: true) } ?? ""
    line.add("  now \(Figure.plain(trade["current_rate"]))  ")
    line.add(profit.isEmpty ? "-" : "\(profit) (\(ratio))", Ink.forSign(profit))
    line.add("  ")
    line.add(stop(of: trade))
    line.add("  \(age(of: trade["opened_at"]))", .dim)
    return line
  }

  /// The stop, and how far the price is from it.
  private func stop(of trade: Node) -> StyledLine {
    guard let stop = trade["stop_loss"], !stop.isNull else { return StyledLine("no stop", .yellow) }
    var line = StyledLine("stop \(Figure.plain(stop))")
    if let price = Figure.approximate(trade["current_rate"]), price > 0, let level = Figure.approximate(stop) {
      line.add(" (\(CellText.fixed((level / price - 1) * 100, places: 1))%)", .dim)
    }
    if let first = trade["initial_stop_loss"], !first.isNull, first != stop {
      line.add(" from \(Figure.plain(first))", .dim)
    }
    return line
  }

  var orderTitle: StyledLine? { bot.orders.isEmpty ? nil : rule("Open orders", "\(bot.orders.count)") }

  var orderLines: [StyledLine] {
    bot.orders.map { order in
      let isChosen = order["pair"]?.string == model.pair
      var line = StyledLine(isChosen ? "› " : "  ", .bold)
      let kind = ["side", "amount", "pair", "type"].map { Figure.plain(order[$0]) }.joined(separator: " ")
      line.add(kind, isChosen ? .bold : nil)
      if let price = order["price"], !price.isNull { line.add(" at \(Figure.plain(price))") }
      let status = Figure.plain(order["status"])
      line.add("  ")
      line.add(status.replacing("_", with: " "), Ink.forWord(status))
      line.add("  filled \(Figure.plain(order["filled"]))")
      line.add("  \(age(of: order["created_at"]))  \(Figure.plain(order["reason"]))", .dim)
      return line
    }
  }
}
