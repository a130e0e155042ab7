// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing
import TradingModel

@testable import ControlAPI

@Suite struct `A decimal of a request` {
  @Test(arguments: [
    ("1", "1"), ("1.50", "1.5"), ("-0.1", "-0.1"), ("1e3", "1000"), ("1E+3", "1000"), ("1.5e3", "1500"),
    ("1.5e-3", "0.0015"), ("1e-12", "0.000000000001"), ("123456789012345", "123456789012345"), ("0e999", "0"),
    ("-2.50e-1", "-0.25"), ("1e-05", "0.00001"), ("100e-2", "1"), ("0.5e0", "0.5"), ("12.34e1", "123.4"),
    ("0.00000000000000000000", "0"), ("1e14", "100000000000000"), ("-0.0", "0"),
  ])
  func `is taken exactly as a number`(text: String, value: String) throws {
    let node = try JSONParser().parse(text)
    #expect(try DecimalInput.value(of: node).description == value)
  }

  @Test(arguments: [
    ("1e400", DecimalInput.Fault.tooLarge), ("1e15", .tooLarge), ("1234567890123456", .tooLarge),
    ("1e-13", .tooPrecise),
    ("1e-400", .tooPrecise), ("0.1234567890123", .tooPrecise), ("1e99999999999999999999", .tooLarge),
    ("true", .noDecimal), ("null", .noDecimal), ("[]", .noDecimal), ("\"\"", .noDecimal), ("\"NaN\"", .noDecimal),
    ("\"Infinity\"", .noDecimal), ("\"1e3\"", .noDecimal), ("\"+1\"", .noDecimal), ("\"1.\"", .noDecimal),
    ("\".5\"", .noDecimal), ("\" 1\"", .noDecimal), ("\"--1\"", .noDecimal), ("\"1.2.3\"", .noDecimal),
    ("\"0000000000000001\"", .tooLarge), ("\"0.0000000000000\"", .tooPrecise), ("\"٣\"", .noDecimal),
  ])
  func `is refused`(text: String, fault: DecimalInput.Fault) throws {
    let node = try JSONParser().parse(text)
    #expect(throws: fault) { try DecimalInput.value(of: node) }
  }

  @Test(arguments: [
    "0", "1", "12.5", "-1", "-0", "-12.5", "1.", ".5", "", "-", "1e3", "999999999999999", "1234567890123456",
    "0.123456789012", "0.1234567890123", "--1", "1,5", "007", "1.5.5",
  ])
  func `is accepted as a string only where the pattern matches`(text: String) throws {
    for allowsNegative in [true, false] {
      let isAccepted = (try? DecimalInput.value(of: .string(text), allowsNegative: allowsNegative)) != nil
      let regex = try Regex(DecimalInput.pattern(allowsNegative: allowsNegative))
      let matches = try regex.wholeMatch(in: text) != nil
      #expect(isAccepted == matches, "\(text)")
    }
  }
}

@Suite struct `A text rule` {
  static let rules: [(String, TextRule)] = [
    ("bot name", .botName), ("strategy", .strategyName), ("account", .accountName), ("pair", .pair), ("asset", .asset),
    ("time", .time), ("cursor", .cursor), ("parameter", .parameterName), ("minutes", .minutes),
    ("key", .idempotencyKey), ("tag", .entityTag), ("event", .eventID), ("words", .words(upTo: 20)),
  ]

  static let texts = [
    "", "a", "A", "-", "a-b", "a_b", "0", "30", "12345678", "BTC/USDT", "BTCUSDT", "btc/usdt", "BTC//USDT", "/BTC",
    "BTC/", "BTC/BTC", "B T", "币安/USDT", "币安USDT", "é", "😀", "2026-11-20", "2026-11-20T10:00:00Z", "2026-02-30",
    "2026-11-20T10:00:00.123+01:00", "2026-11-20t10:00:00z", "2026-11-20T10:00", "2026-11-20 10:00:00Z",
    "1969-12-31T23:00:00Z", "9999-12-31T23:59:59.999Z", "2026-11-20T10:00:00.1234567890Z", "*", "\"3\"", "W/\"3\"",
    "\"\"", "\"a\"", "3", "W/3", "a b", "a\tb", "a\nb", "a\u{0}b", "a\u{7f}", "~!", "é~", "p1x", "a.b:c-d_e",
    String(repeating: "a", count: 40), String(repeating: "a", count: 41), String(repeating: "a", count: 129),
  ]

  @Test(arguments: rules.indices)
  func `accepts only what its pattern and length allow`(index: Int) throws {
    let (name, rule) = Self.rules[index]
    let regex = try rule.pattern.map { try Regex($0) }
    for text in Self.texts where rule.holds(for: text) {
      #expect(rule.length.contains(text.unicodeScalars.count))
      if let regex { #expect(try regex.wholeMatch(in: text) != nil, "\(name): \(text)") }
    }
  }

  @Test(arguments: [
    ("BTC/USDT", true), ("btcusdt", true), ("币安/USDT", true), ("BTC/BTC", false), ("BTC USDT", false), ("B", false),
  ])
  func `knows a pair`(text: String, holds: Bool) {
    #expect(TextRule.pair.holds(for: text) == holds)
  }

  @Test(arguments: [
    ("2026-11-20", true), ("2026-11-20T10:00:00+01:00", true), ("2026-02-30", false), ("20261120", false),
    ("1970-01-01T00:00:00+01:00", false),
  ])
  func `knows a time`(text: String, holds: Bool) {
    #expect(TextRule.time.holds(for: text) == holds)
  }
}

@Suite struct `A query` {
  private func input(_ id: OperationID, _ query: String, headers: [String: String] = [:]) throws -> OperationInput {
    let operation = try #require(RouteTable.operation(id))
    return try OperationInput(operation, query: query) { headers[$0] }
  }

  @Test func `is read by its types`() throws {
    let input = try input(
      .listTrades, "status=open&pair=BTC%2FUSDT&from=2026-11-20&to=2026-11-20T10%3A00%3A00%2B01%3A00&limit=7&cursor=p1x"
    )
    let status: TradeStatus? = input.choice("status")
    #expect(status == .open)
    #expect(try input.pair("pair", catalog: Samples.catalog) == Samples.pair("BTC/USDT"))
    #expect(input.time("from") == Instant("2026-11-20T00:00:00Z"))
    #expect(input.time("to") == Instant("2026-11-20T09:00:00Z"))
    #expect(input.page == PageRequest(limit: 7, cursor: Cursor("p1x")))
  }

  @Test func `may be empty`() throws {
    #expect(try input(.listBots, "").page == PageRequest())
    #expect(try input(.listBots, "&&").page == PageRequest(limit: 100))
    #expect(try input(.streamEvents, "types=order,log&follow=false").texts("types") == ["order", "log"])
    #expect(try input(.streamEvents, "follow=false").boolean("follow") == false)
  }

  @Test(arguments: ["a=%", "a=%4", "a=%zz", "%ff=1", "a=%c3%28"])
  func `is malformed where its encoding is`(query: String) {
    let error = #expect(throws: ControlError.self) { try QueryString.items(query) }
    guard case .malformed = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `is taken apart`() throws {
    let items = try QueryString.items("a=1&b=x%20y+z&c&d=&=e&f=g=h")
    #expect(items.map(\.name) == ["a", "b", "c", "d", "", "f"])
    #expect(items.map(\.value) == ["1", "x y z", "", "", "e", "g=h"])
  }
}

@Suite struct `A page` {
  @Test func `goes on where the one before ended`() throws {
    let names = ["a", "b", "c", "d", "e"]
    var seen: [String] = []
    var cursor: Cursor?
    repeat {
      let page = try Page(of: names, PageRequest(limit: 2, cursor: cursor)) { $0 }
      seen += page.items
      cursor = page.next
    } while cursor != nil
    #expect(seen == names)
  }

  @Test func `goes on though the last item is gone`() throws {
    let page = try Page(of: ["a", "c", "d"], PageRequest(limit: 1, cursor: Cursor("after:b"))) { $0 }
    #expect(page.items == ["c"])
    #expect(page.next == Cursor("after:c"))
  }

  @Test(arguments: ["zzz", "7", "a:b"]) func `is refused with a cursor of no such list`(text: String) {
    #expect(throws: FieldErrors.self) { try Page(of: ["a"], PageRequest(cursor: Cursor(text))) { $0 } }
  }

  @Test func `knows by one item more whether there are more`() {
    #expect(Page(read: [5, 4, 3], limit: 2) { Int64($0) } == Page(items: [5, 4], next: Cursor(4)))
    #expect(Page(read: [5, 4], limit: 2) { Int64($0) } == Page(items: [5, 4], next: nil))
  }

  @Test func `is known by position where the list hardly changes`() throws {
    #expect(try Page(at: [1, 2, 3], PageRequest(limit: 2)) == Page(items: [1, 2], next: Cursor(2)))
    #expect(try Page(at: [1, 2, 3], PageRequest(limit: 2, cursor: Cursor(2))) == Page(items: [3], next: nil))
    #expect(try Page(at: [1], PageRequest(cursor: Cursor(99))) == Page(items: [], next: nil))
    for text in ["-1", "x"] {
      #expect(throws: FieldErrors.self) { try Page(at: [1], PageRequest(cursor: Cursor(text))) }
    }
  }

  @Test(arguments: [(0, 1), (1, 1), (500, 500), (501, 500)])
  func `has a limit within bounds`(asked: Int, given: Int) {
    #expect(PageRequest(limit: asked).limit == given)
  }
}
