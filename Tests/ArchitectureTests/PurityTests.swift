// SPDX-License-Identifier: Apache-2.0
import Testing

@Suite struct `The core is pure` {
  private static let coreModules: Set<String> = ["TradingModel", "MarketData", "RiskRules"]

  private func messages(_ line: String, module: String = "TradeEngine") -> [String] {
    let source = SwiftSource(path: "Sources/Core/\(module)/Planted.swift", text: line)
    return PurityGuard.violations(in: source, module: module, coreModules: Self.coreModules).map(\.message)
  }

  @Test func `no line below Sources/Core reads a clock, draws at random, waits, or does input or output`() {
    let sources = Repository.swiftSources(below: "Sources/Core")
    #expect(!sources.isEmpty, "The scan found no files below Sources/Core, so it proves nothing.")
    let modules = Set(sources.map { Self.module(of: $0.path) })
    let violations = sources.flatMap {
      PurityGuard.violations(in: $0, module: Self.module(of: $0.path), coreModules: modules)
    }
    #expect(violations.report == "")
  }

  private static func module(of path: String) -> String {
    String(path.split(separator: "/").dropFirst(2).first ?? "")
  }

  @Test(arguments: [
    ("let now = Date()", "Instant"),
    ("let now = Date.now", "Instant"),
    ("let clock = ContinuousClock()", "Instant"),
    ("var spec = timespec(); clock_gettime(CLOCK_REALTIME, &spec)", "Instant"),
    ("let id = UUID()", "made at the edge"),
    ("let dice = Int.random(in: 1...6)", "using:"),
    ("let one = list.randomElement()", "using:"),
    ("list.shuffle()", "using:"),
    ("var generator = SystemRandomNumberGenerator()", "using:"),
    ("let key = name.hashValue", "differs in each process"),
    ("var hasher = Hasher()", "differs in each process"),
    ("func step() async -> Int { 1 }", "synchronous"),
    ("let answer = await port.place(order)", "synchronous"),
    ("Task { step() }", "synchronous"),
    ("actor Engine {}", "synchronous"),
    ("import Foundation", "move the code to the shell"),
    ("public import FoundationEssentials", "move the code to the shell"),
    ("import struct Foundation.Date", "move the code to the shell"),
    ("import Foundation // pure-ok: it is handy", "move the code to the shell"),
    ("import NIOCore", "move the code to the shell"),
    ("import Glibc", "pure-ok"),
    ("print(order)", "effect"),
    ("let home = getenv(name)", "effect"),
    ("let lock = Mutex(0)", "owns no lock"),
    ("let price: Double = 1.5", "money path"),
    ("let ratio = Float(3)", "money path"),
    ("let price: Double = 1 // pure-ok:", "money path"),
  ])
  func `refuses a planted line and names the replacement`(line: String, replacement: String) {
    let messages = messages(line)
    #expect(!messages.isEmpty, "\(line)")
    #expect(messages.contains { $0.contains(replacement) }, "\(messages)")
  }

  @Test(arguments: [
    "let next = Int.random(in: 1...6, using: &generator)",
    "list.shuffle(using: &generator)",
    "let opened = trade.Date",
    "// Date() and Double are refused here",
    "let text = \"Task { await Date() }\"",
    "func `never asks the Task for a Date`() {}",
    "import Glibc // pure-ok: exp and log of the indicators",
    "let mean: Double = 0 // pure-ok: statistics, no money",
    "import TradingModel",
    "public import Collections",
    "import RealModule",
    "let now = context.now",
    "public let actor: String",
    "self.actor = actor",
    "let sleep = print.rand",
    "func hash(into hasher: inout Hasher) { hasher.combine(name) }",
    "func random(_ seed: UInt64) -> UInt64 { seed }",
  ])
  func `accepts a line that is pure`(line: String) {
    #expect(messages(line).isEmpty)
  }

  @Test func `indicators and statistics may use Double`() {
    #expect(messages("let mean: Double = 0", module: "Indicators").isEmpty)
    #expect(!messages("let mean: Double = 0", module: "Ledger").isEmpty)
  }
}
