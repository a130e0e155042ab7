// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing

@testable import ControlClient

@Suite struct `Tables fit the terminal` {
  private static let columns = [
    Column("name", .name, importance: 9), Column("pairs", importance: 1), Column("profit", .profit, importance: 8),
    Column("count", .number, importance: 2),
  ]
  private static let items: [Node] = [
    ["name": "first", "pairs": ["BTC/USDT", "ETH/USDT", "SOL/USDT"], "profit": "-3.2", "count": 7],
    ["name": "b", "pairs": [], "profit": "12.346", "count": nil],
  ]

  private func lines(width: Int?, isColoured: Bool = false) -> [String] {
    Table(Self.items, columns: Self.columns).lines(width: width, isColoured: isColoured)
  }

  @Test func `columns are as wide as they need, numbers stand at the right`() {
    #expect(
      lines(width: nil) == [
        "NAME   PAIRS                         PROFIT  COUNT",
        "first  BTC/USDT, ETH/USDT, SOL/USDT   -3.20      7",
        "b                                    +12.35      -",
      ])
  }

  @Test func `texts are cut first`() {
    #expect(
      lines(width: 40) == [
        "NAME   PAIRS               PROFIT  COUNT", "first  BTC/USDT, ETH/USD…   -3.20      7",
        "b                          +12.35      -",
      ])
  }

  @Test func `then the least important columns are left out, and numbers are never cut`() {
    #expect(lines(width: 24) == ["NAME   PROFIT  COUNT", "first   -3.20      7", "b      +12.35      -"])
    #expect(lines(width: 14) == ["NAME   PROFIT", "first   -3.20", "b      +12.35"])
  }

  @Test(arguments: 1...60)
  func `no line is wider than the terminal`(width: Int) {
    for line in lines(width: width) { #expect(DisplayWidth.of(line) <= width) }
  }

  @Test func `colour repeats what the sign says and takes no room`() {
    let plain = lines(width: 40)
    let coloured = lines(width: 40, isColoured: true)
    #expect(coloured[1].contains("\u{1B}[31m-3.20\u{1B}[0m"))
    #expect(coloured.map { $0.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") } == plain)
  }

  @Test func `what a server says can't move the cursor`() {
    let item: Node = ["name": "a\u{1B}[2Jb\nc\u{202E}d"]
    let line = Table([item], columns: [Column("name", .name)], hasTitles: false).lines(width: nil, isColoured: false)
    #expect(line == ["a\u{FFFD}[2Jb c\u{FFFD}d"])
  }

  @Test(arguments: [
    ("abc", 3), ("äöü", 3), ("日本", 4), ("e\u{301}", 1), ("👍", 2), ("", 0), ("한글", 4), ("…", 1),
  ])
  func `width is what a terminal shows`(text: String, width: Int) {
    #expect(DisplayWidth.of(text) == width)
  }

  @Test func `wide characters are cut whole`() {
    #expect(DisplayWidth.truncated("日本語", to: 4) == "日…")
    #expect(DisplayWidth.truncated("日本語", to: 6) == "日本語")
    #expect(DisplayWidth.truncated("abc", to: 0) == "")
  }
}

@Suite struct `Values are written for people` {
  @Test(arguments: [
    ("1012.345678", "1012.35"), ("-3.2", "-3.20"), ("0", "0.00"), ("0.125", "0.125"), ("0.00012345", "0.000123"),
    ("0.000000001", "0.00000000"), ("12", "12.00"), ("unlimited", "unlimited"),
  ])
  func `money`(text: String, shown: String) {
    #expect(CellText.money(.string(text)) == shown)
  }

  @Test(arguments: [(0.0123, "+1.23%"), (-0.5, "-50.00%"), (0.0, "0.00%"), (1.23456e-5, "0.00%")])
  func `ratios`(ratio: Double, shown: String) {
    #expect(CellText.percent(.number(ratio), isSigned: true) == shown)
  }

  @Test(arguments: [("2.5", "2.5"), ("1.2345678901234567", "1.23"), ("12", "12"), ("0.01234567890123", "0.0123")])
  func `numbers from binary calculations are rounded, others kept`(text: String, shown: String) throws {
    #expect(CellText.number(.number(try #require(NumberText(text)))) == shown)
  }

  @Test func `times are compact and stay UTC`() {
    #expect(CellText.time("2026-11-20T23:42:59.123Z") == "2026-11-20 23:42:59")
    #expect(CellText.clock("2026-11-20T23:42:59Z") == "23:42:59")
    #expect(CellText.time("never") == "never")
    #expect(Column("created_at", .time).title == "CREATED AT UTC")
  }

  @Test func `details name everything, and keep names that people gave`() {
    let node: Node = [
      "name": "first", "created_at": "2026-11-20T23:42:59.123Z", "description": "", "strategy_parameters": ["fast": 12],
      "conditions": [["type": "market", "status": false]], "drawdown": 0.5, "limit": nil,
    ]
    #expect(
      DetailText(width: nil, isColoured: false).lines(node) == [
        "Name:         first", "Created at:   2026-11-20 23:42:59 UTC", "Description:  -", "Strategy parameters:",
        "  fast:  12", "Conditions:", "  TYPE    STATUS", "  market  no", "Drawdown:     50.00%", "Limit:        -",
      ])
  }
}
