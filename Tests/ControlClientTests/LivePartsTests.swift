// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing

@testable import ControlClient

@Suite struct `The parts of a live view` {
  @Test(arguments: [
    ("\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D\u{1B}[Z\t", [LiveKey.previous, .next, .next, .previous, .previous, .next]),
    ("\u{1B}OA\u{1B}OB", [.previous, .next]),
    ("q \r\n\u{7F}", [.character("q"), .character(" "), .enter, .enter, .backspace]),
    ("\u{1B}[1;5C\u{1B}[3~x", [.next, .character("x")]), ("\u{1B}fx", [.character("x")]),
    ("\u{1B}\u{1B}[A", [.escape, .previous]), ("é\u{0}", []),
  ])
  func `bytes become keys, in one piece or byte by byte`(text: String, keys: [LiveKey]) {
    var whole = LiveKeyReader()
    #expect(whole.feed(text.utf8) == keys)
    var pieces = LiveKeyReader()
    let pressed = text.utf8.flatMap { pieces.feed([$0]) }
    #expect(pressed == keys)
    #expect(!whole.isWaiting)
  }

  @Test func `an escape that nothing follows is a key`() {
    var reader = LiveKeyReader()
    #expect(reader.feed([0x1B]) == [])
    #expect(reader.isWaiting)
    #expect(reader.flush() == .escape)
    #expect(reader.flush() == nil)
    #expect(reader.feed("\u{1B}[".utf8) == [])
    #expect(reader.flush() == nil)
    #expect(reader.feed("A".utf8) == [.character("A")])
  }

  @Test func `only lines that differ are written, between the marks of one update`() {
    var writer = ScreenWriter(isColoured: true)
    let size = TerminalSize(columns: 4, rows: 2)
    let first = [StyledLine("abcd"), StyledLine("x", .red)]
    #expect(
      writer.frame(first, size: size)
        == "\u{1B}[?2026h\u{1B}[2J\u{1B}[1;1Habcd\u{1B}[2;1H\u{1B}[31mx\u{1B}[0m\u{1B}[K\u{1B}[?2026l")
    #expect(writer.frame(first, size: size) == nil)
    let second = [StyledLine("abcd"), StyledLine("y")]
    #expect(writer.frame(second, size: size) == "\u{1B}[?2026h\u{1B}[2;1Hy\u{1B}[K\u{1B}[?2026l")
    #expect(writer.frame(second, size: TerminalSize(columns: 5, rows: 2))?.contains("\u{1B}[2J") == true)
    writer.forget()
    #expect(writer.frame(second, size: TerminalSize(columns: 5, rows: 2))?.contains("abcd") == true)
  }

  @Test func `a line is cut to the cell, wide characters whole`() {
    var line = StyledLine("ab", .red)
    line.add("東京")
    #expect(line.width == 6)
    #expect(line.fitted(to: 6) == line)
    #expect(line.fitted(to: 5).text(isColoured: false) == "ab東…")
    #expect(line.fitted(to: 4).text(isColoured: false) == "ab…")
    #expect(line.fitted(to: 2).text(isColoured: false) == "a…")
    #expect(line.fitted(to: 0).width == 0)
    #expect(StyledLine("⚡🇩🇪").width == 4)
  }

  private static let votes = [
    LiveSamples.vote("a", "enter"), LiveSamples.vote("b", "enter"), LiveSamples.vote("c", "exit"),
    LiveSamples.vote("d", .null, 0.0), LiveSamples.vote("e", .null, .null, failed: true),
  ]

  @Test(arguments: [
    ("ALL", nil, 0.5, 0.25, 1.0, "2 enter, 1 exit of 4; 4 needed; score +0.25"),
    ("ANY", nil, 0.5, 0.25, 0.25, "2 enter, 1 exit of 4; 1 needed and none against; score +0.25"),
    ("MAJORITY", nil, 0.5, 0.25, 0.75, "2 enter, 1 exit of 4; 3 needed; score +0.25"),
    ("WEIGHTED", 0.5, 0.25, 0, 0.5, "score +0.25, 0.50 needed to either side"),
  ])
  func `the gauge says what there is and what is needed`(
    mode: String, threshold: Double?, enter: Double, exit: Double, need: Double, words: String
  ) throws {
    let poll = LiveSamples.poll(mode, side: .null, score: 0.25, threshold: threshold.map { .number($0) } ?? .null)
    let gauge = try #require(ConfluenceGauge(LiveSamples.decision(1, candle: "11:55", Self.votes, confluence: poll)))
    #expect([gauge.enter, gauge.exit, gauge.need] == [enter, exit, need])
    #expect(gauge.words == words)
  }

  @Test func `the gauge's bar has exit to the left, enter to the right, and marks what is needed`() throws {
    let poll = LiveSamples.poll("MAJORITY", side: .null, score: 0.25)
    let gauge = try #require(ConfluenceGauge(LiveSamples.decision(1, candle: "11:55", Self.votes, confluence: poll)))
    #expect(gauge.bar(width: 17).text(isColoured: false) == "░░┃░░░██│████░┃░░")
    let silent = LiveSamples.decision(1, candle: "11:55", [LiveSamples.vote("a", .null, .null)], confluence: poll)
    #expect(ConfluenceGauge(silent)?.words == "none of 1 answers")
    #expect(ConfluenceGauge(LiveSamples.decision(1, candle: "11:55", [])) == nil)
  }

  @Test func `decisions are kept without gaps`() {
    func page(_ ids: ClosedRange<Int>) -> [Node] { ids.reversed().map { ["id": .number($0)] } }
    var history = DecisionHistory()
    #expect(history.take(page(1...10)) == true)
    #expect(history.take(page(8...12)) == true)
    #expect(history.items == page(1...12))
    #expect(history.take(page(12...12)) == true)
    #expect(history.take(page(20...24)) == false, "13 to 19 may have been")
    #expect(history.items == page(20...24))
    #expect(history.take([]) == true)
    #expect(history.take(page(1...24)) == true)
    #expect(history.items == page(20...24))
  }

  @Test func `a rate is of the last ten seconds, and begins anew where a count falls`() {
    var meter = RateMeter()
    meter.add(100, at: 0)
    #expect(meter.perSecond == nil)
    meter.add(150, at: 1)
    #expect(meter.perSecond == 50)
    for second in 2...30 { meter.add(150 + Int64(second) * 10, at: Double(second)) }
    #expect(meter.perSecond == 10)
    meter.add(5, at: 31)
    #expect(meter.perSecond == nil)
  }

  @Test(
    arguments: [
      (nil, "-"), (0.04, "0.0 s"), (9.94, "9.9 s"), (59, "59 s"), (180, "3 min"), (7300, "2 h"), (200_000, "2 days"),
    ] as [(Double?, String)])
  func `ages are short`(seconds: Double?, text: String) {
    #expect(Figure.age(seconds) == text)
  }

  @Test(
    arguments: [(nil, "-"), (0.000_42, "420 µs"), (0.0021, "2.1 ms"), (0.25, "250 ms"), (2.5, "2.50 s")]
      as [(Double?, String)])
  func `durations are short`(seconds: Double?, text: String) {
    #expect(Figure.duration(seconds) == text)
  }
}
