// SPDX-License-Identifier: Apache-2.0

/// Draws a live view: what is known, a size and the time become lines. Pure.
public struct LiveScreen: Sendable {
  let model: LiveModel
  let columns: Int
  let rows: Int
  let now: Double

  /// The lines of a screen: as many as it has, none of them wider.
  public static func lines(_ model: LiveModel, size: TerminalSize, at now: Double) -> [StyledLine] {
    let screen = LiveScreen(model: model, columns: size.columns, rows: size.rows, now: now)
    let body = max(0, size.rows - 2)
    let middle =
      model.showsHelp
      ? screen.helpLines : LiveSection.fitted(screen.sections, rows: body, hasTitles: !screen.isSmall)
    var lines = Array(([screen.headLine] + middle).prefix(max(1, size.rows - 1)))
    lines += Array(repeating: StyledLine(), count: max(0, size.rows - 1 - lines.count))
    if size.rows > 1 { lines.append(screen.footLine) }
    return lines.map { $0.fitted(to: size.columns) }
  }

  /// Everything that there is, as it stands, without a screen: for output that goes to a file.
  public static func plain(_ model: LiveModel, columns: Int, at now: Double) -> [String] {
    let screen = LiveScreen(model: model, columns: columns, rows: .max, now: now)
    let parts = screen.sections.flatMap { section in
      (section.title.map { [StyledLine(), $0] } ?? []) + section.rows
    }
    return ([screen.headLine] + parts).map { $0.text(isColoured: false) }
  }

  var data: LiveData { model.shown }
  var bot: LiveData.Bot { model.shownBot }

  /// When what is shown was drawn: while the screen is frozen, that moment.
  var moment: Double { model.frozen?.at ?? now }

  /// Whether there is no room for titles.
  var isSmall: Bool { rows < 18 }

  /// The parts, from top to bottom.
  private var sections: [LiveSection] {
    [
      LiveSection(troubleLines, least: 1, rank: 0), LiveSection([moneyLine], least: 0, rank: 9),
      LiveSection([pairLine], least: 1, rank: 4), LiveSection([priceLine], title: priceTitle, least: 1, rank: 1),
      LiveSection(figureLines, least: 0, rank: 8), LiveSection([gaugeLine], title: gaugeTitle, least: 1, rank: 2),
      LiveSection(outcomeLines, least: 0, rank: 7), LiveSection(memberLines, title: memberTitle, least: 2, rank: 5),
      LiveSection(tradeLines, title: tradeTitle, least: 1, rank: 3),
      LiveSection(orderLines, title: orderTitle, least: 1, rank: 6),
      LiveSection(serverLines, title: rule("Server"), least: 1, rank: 10),
      LiveSection(eventLines, title: rule("Events"), least: 1, rank: 11, isNewestLast: true),
    ]
  }

  /// A title on a line of its own.
  func rule(_ title: String, _ more: String = "") -> StyledLine {
    var line = StyledLine("── ", .dim)
    line.add(title, .bold)
    if !more.isEmpty { line.add("  " + more, .dim) }
    line.add(" ")
    line.add(String(repeating: "─", count: max(0, min(columns, 200) - line.width)), .dim)
    return line
  }

  /// Pieces with two spaces between them; empty ones left out.
  func joined(_ pieces: [StyledLine?]) -> StyledLine {
    pieces.compactMap(\.self).filter { $0.width > 0 }.reduce(into: StyledLine()) { line, piece in
      if line.width > 0 { line.add("  ") }
      line.add(piece)
    }
  }
}

/// A part of the screen.
struct LiveSection {
  let title: StyledLine?
  let rows: [StyledLine]
  /// How many rows it needs at least to be worth something.
  let least: Int
  /// What has the lowest rank gets room first.
  let rank: Int
  /// Whether its last rows are shown where there is no room for all.
  let isNewestLast: Bool

  init(_ rows: [StyledLine], title: StyledLine? = nil, least: Int, rank: Int, isNewestLast: Bool = false) {
    self.rows = rows
    self.title = title
    self.least = min(least, rows.count)
    self.rank = rank
    self.isNewestLast = isNewestLast
  }

  /// The sections in so many rows: first each gets the least that it needs, then titles, then all its rows, by rank.
  static func fitted(_ sections: [LiveSection], rows: Int, hasTitles: Bool) -> [StyledLine] {
    var room = rows
    var heights = Array(repeating: 0, count: sections.count)
    var titled = Array(repeating: false, count: sections.count)
    let order = sections.indices.sorted { sections[$0].rank < sections[$1].rank }
    for index in order {
      heights[index] = min(room, sections[index].least)
      room -= heights[index]
    }
    for index in order where hasTitles && heights[index] > 0 && sections[index].title != nil && room > 0 {
      titled[index] = true
      room -= 1
    }
    for index in order {
      let more = min(room, sections[index].rows.count - heights[index])
      heights[index] += more
      room -= more
    }
    return sections.indices.flatMap { index in
      (titled[index] ? [sections[index].title].compactMap(\.self) : []) + sections[index].cut(to: heights[index])
    }
  }

  private func cut(to count: Int) -> [StyledLine] {
    if isNewestLast { return Array(rows.suffix(count)) }
    guard count < rows.count, count > 1 else { return Array(rows.prefix(count)) }
    return rows.prefix(count - 1) + [StyledLine("… \(rows.count - count + 1) more", .dim)]
  }
}
