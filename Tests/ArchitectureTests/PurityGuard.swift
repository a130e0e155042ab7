// SPDX-License-Identifier: Apache-2.0

/// Guard 3: the core takes values and gives values. What it may not say, and what to say instead.
enum PurityGuard {
  /// The modules through which money passes. They calculate with exact decimals only.
  static let moneyPath: Set<String> = [
    "TradingModel", "BotModel", "RiskRules", "TradeEngine", "Ledger", "ExchangeModel",
  ]

  /// What a core file may import beside the other core modules.
  static let packageModules: Set<String> = [
    "Collections", "BitCollections", "DequeModule", "HashTreeCollections", "HeapModule", "OrderedCollections",
    "RealModule",
  ]

  static func violations(in source: SwiftSource, module: String, coreModules: Set<String>) -> [Violation] {
    let tokens = source.tokens
    var found: [(line: Int, message: String)] = []
    for index in tokens.indices where tokens[index].kind == .word {
      let token = tokens[index]
      if token.text == "import", let message = importMessage(tokens, at: index, coreModules: coreModules) {
        found.append((token.line, message))
      } else if !isName(tokens, at: index), let replacement = replacements[token.text] {
        found.append((token.line, "`\(token.text)`: \(replacement)"))
      } else if isHash(tokens, at: index) {
        found.append((token.line, "`\(token.text)` differs in each process: compare or order by the value itself."))
      } else if isUnseeded(tokens, at: index) {
        found.append((token.line, "`\(token.text)` without a generator: \(seededGenerator)"))
      } else if moneyPath.contains(module), binaryFractions.contains(token.text) {
        found.append((token.line, "`\(token.text)` on the money path: use Fixed, Price, Quantity or Money."))
      }
    }
    return found.filter { source.remark("pure-ok", on: $0.line) == nil || isForbiddenImport($0.message) }
      .map { Violation(path: source.path, line: $0.line, message: $0.message) }
  }

  // MARK: The words

  private static let seededGenerator = "take a seeded generator `inout` and pass it with `using:`."
  private static let toldTime = "the core is told the time; take an Instant as an argument."
  private static let portOfTheShell = "the core does no input or output; return an effect that the shell carries out."
  private static let synchronous =
    "the core is synchronous; return an effect, and let the answer come back as an event."

  /// Words that are refused wherever they are not the name of a member.
  private static let replacements: [String: String] = {
    var table: [String: String] = [:]
    let groups: [(words: [String], replacement: String)] = [
      (
        [
          "Date", "ContinuousClock", "SuspendingClock", "DispatchTime", "DispatchWallTime", "clock_gettime",
          "gettimeofday", "ProcessInfo", "CFAbsoluteTimeGetCurrent", "mach_absolute_time", "Clock", "localtime",
        ], toldTime
      ),
      (
        ["SystemRandomNumberGenerator", "arc4random", "arc4random_uniform", "drand48", "rand", "UUID", "getrandom"],
        "identifiers are made at the edge and handed in; for the rest, " + seededGenerator
      ),
      (
        [
          "async", "await", "Task", "actor", "AsyncStream", "AsyncSequence", "MainActor", "TaskGroup",
          "withTaskGroup", "withCheckedContinuation",
        ], synchronous
      ),
      (
        [
          "print", "debugPrint", "readLine", "fopen", "fputs", "getenv", "FileManager", "FileHandle", "URLSession",
          "CommandLine", "Thread", "usleep", "sleep",
        ], portOfTheShell
      ),
      (
        ["Mutex", "Atomic", "NSLock"], "the core owns no lock; a value needs none, and the actor of the shell has one."
      ),
    ]
    for group in groups {
      for word in group.words { table[word] = group.replacement }
    }
    return table
  }()

  private static let binaryFractions: Set<String> = [
    "Double", "Float", "Float16", "Float32", "Float64", "Float80", "CGFloat",
  ]

  /// Members of the standard library that draw from the system's generator unless they are given another.
  private static let drawing: Set<String> = ["random", "randomElement", "shuffle", "shuffled"]

  // MARK: The looks around a word

  /// True where the word is no more than a name of our own: a member, a declaration, a label, or, for words that begin
  /// with a small letter, anything that is neither called nor a declaration of an actor.
  private static func isName(_ tokens: [SourceToken], at index: Int) -> Bool {
    let text = tokens[index].text
    if text == "async" || text == "await" { return false }
    let next = tokens.at(index + 1)
    if text == "actor" { return next?.kind != .word || next?.line != tokens[index].line }
    if text.first?.isLowercase == true, next?.isSign("(") != true { return true }
    guard let before = tokens.at(index - 1) else { return false }
    let isDeclaredHere = before.isWord("func") || before.isWord("case")
    let isLabel = tokens.at(index + 1)?.isSign(":") == true && (before.isSign("(") || before.isSign(","))
    return before.isSign(".") || isDeclaredHere || isLabel
  }

  /// A hash that is computed rather than provided; `hash(into:)` itself is what dictionaries ask for.
  private static func isHash(_ tokens: [SourceToken], at index: Int) -> Bool {
    if tokens[index].text == "hashValue" { return tokens.at(index - 1)?.isSign(".") == true }
    return tokens[index].text == "Hasher" && tokens.at(index + 1)?.isSign("(") == true
  }

  private static func isUnseeded(_ tokens: [SourceToken], at index: Int) -> Bool {
    guard tokens.at(index - 1)?.isSign(".") == true else { return false }
    guard drawing.contains(tokens[index].text), tokens.at(index + 1)?.isSign("(") == true else { return false }
    let end = tokens.indexAfterBracket(at: index + 1) ?? tokens.count
    return !tokens[(index + 1)..<end].contains { $0.isWord("using") }
  }

  private static let importNotice = "no import of the core"

  private static func importMessage(
    _ tokens: [SourceToken], at index: Int, coreModules: Set<String>
  ) -> String? {
    let kinds: Set<String> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
    var position = index + 1
    if let kind = tokens.at(position), kind.kind == .word, kinds.contains(kind.text) { position += 1 }
    guard let name = tokens.at(position)?.text else { return nil }
    if coreModules.contains(name) || packageModules.contains(name) { return nil }
    if name == "Glibc" {
      return "`Glibc` is there for mathematical functions only: say which with `// pure-ok: reason`."
    }
    return "`\(name)` is \(importNotice): use core modules, Collections or RealModule, or move the code to the shell."
  }

  /// An import is never excepted, Glibc apart.
  private static func isForbiddenImport(_ message: String) -> Bool { message.contains(importNotice) }
}
