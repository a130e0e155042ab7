// SPDX-License-Identifier: Apache-2.0

import Documents
import Testing

@Suite struct YAMLWriterTests {
  @Test func `writes blocks`() {
    let node: Node = [
      "name": "alpha", "pairs": ["BTC/USDT", "ETH/USDT"], "stake": "0.10", "slots": 3, "live": false, "since": nil,
      "limits": ["max_exposure": "100", "none": [:]],
      "trades": [["id": 1, "exits": ["roi"]], ["id": 2, "exits": []]],
      "grid": [[1, 2], [], "x"],
    ]
    #expect(
      node.yaml() == """
        name: alpha
        pairs:
          - BTC/USDT
          - ETH/USDT
        stake: "0.10"
        slots: 3
        live: false
        since: null
        limits:
          max_exposure: "100"
          none: {}
        trades:
          - id: 1
            exits:
              - roi
          - id: 2
            exits: []
        grid:
          - - 1
            - 2
          - []
          - x

        """)
  }

  @Test(arguments: [
    ("plain text, as is", "plain text, as is"), ("ema-crossover", "ema-crossover"), ("a@b.c/d+e_f", "a@b.c/d+e_f"),
    ("", "\"\""), ("0.10", "\"0.10\""), ("-1", "\"-1\""), ("2026-01-01T00:00:00.000Z", "\"2026-01-01T00:00:00.000Z\""),
    ("true", "\"true\""), ("No", "\"No\""), ("NULL", "\"NULL\""), ("~", "\"~\""), (".inf", "\".inf\""),
    ("on", "\"on\""),
    ("a: b", "\"a: b\""), ("a #b", "\"a #b\""), ("end ", "\"end \""), (" start", "\" start\""), ("- a", "\"- a\""),
    ("[a", "\"[a\""), ("a\nb\t\"\\", #""a\nb\t\"\\""#), ("\0\u{85}\u{7f}", #""\x00\x85\x7f""#),
    ("é😀", "\"é😀\""), ("\u{2028}\u{FEFF}\r", #""\u2028\ufeff\r""#), ("*a", "\"*a\""), ("&a", "\"&a\""),
    ("!a", "\"!a\""), ("%a", "\"%a\""), ("@a", "\"@a\""), ("`a", "\"`a\""), ("=", "\"=\""), ("<<", "\"<<\""),
  ])
  func `quotes what could be taken for something else`(string: String, yaml: String) {
    #expect(Node.string(string).yaml() == yaml + "\n")
    #expect(Node.object([Node.Member(key: string, value: 1)]).yaml() == yaml + ": 1\n")
  }

  @Test func `writes scalars and empty containers alone`() {
    let nodes: [Node] = [nil, true, 1.5, "a", [], [:]]
    #expect(nodes.map { $0.yaml() } == ["null\n", "true\n", "1.5\n", "a\n", "[]\n", "{}\n"])
  }
}
