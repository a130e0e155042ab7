// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// The listed pairs by the symbols that clients write.
struct SymbolBook: Sendable {
  private let pairs: [String: Pair]
  private let absent: Set<Pair>

  /// - Parameter absent: those that aren't listed.
  init(_ pairs: [String: Pair], absent: Set<Pair>) {
    self.pairs = pairs
    self.absent = absent
  }

  /// The pair that the parameter `symbol` names, which must be there.
  func required(_ parameters: RestParameters) throws(RestRefusal) -> Pair {
    try pair(try parameters.required("symbol"))
  }

  /// The pairs that `symbol` or `symbols` name.
  func selection(_ parameters: RestParameters) throws(RestRefusal) -> SymbolSelection {
    let symbol = try parameters.text("symbol")
    let list = try parameters.list("symbols", range: RestParameters.symbolsRange)
    if let symbol {
      guard list == nil else { throw .badCombination }
      return .one(try pair(symbol))
    }
    guard let list else { return .all }
    var pairs: [Pair] = []
    for text in list { pairs.append(try pair(text, ofList: true)) }
    guard Set(pairs).count == pairs.count else { throw .duplicateSymbols }
    return .some(pairs)
  }

  private func pair(_ text: String, ofList isInList: Bool = false) throws(RestRefusal) -> Pair {
    if let pair = pairs[text], !absent.contains(pair) { return pair }
    guard RestParameters.isSymbolText(text) else {
      throw isInList
        ? .illegalCharacters("symbols", RestParameters.symbolsRange)
        : .illegalCharacters("symbol", RestParameters.symbolRange)
    }
    throw .badSymbol
  }
}

/// Which pairs a request is about.
enum SymbolSelection: Hashable, Sendable {
  /// `symbol`: the answer is an object.
  case one(Pair)
  /// `symbols`: the answer is an array.
  case some([Pair])
  /// Neither: an array of every pair.
  case all

  /// What a request weighs that costs by the number of symbols.
  func weight(one: Int, some: (Int) -> Int, all: Int) -> Int {
    switch self {
    case .one: one
    case .some(let pairs): some(pairs.count)
    case .all: all
    }
  }
}

/// The optional parameter `symbolStatus`.
struct SymbolStatusFilter: Hashable, Sendable {
  private let word: String?

  init(_ parameters: RestParameters) throws(RestRefusal) {
    word = try parameters.text("symbolStatus")
    if let word, !["TRADING", "HALT", "BREAK"].contains(word) { throw .badSymbolStatus }
  }

  var isGiven: Bool { word != nil }

  func allows(_ rules: InstrumentRules) -> Bool { word == nil || word == rules.status.word }

  /// Refuses a single symbol that has another status.
  func require(_ rules: InstrumentRules?) throws(RestRefusal) {
    guard let rules, !allows(rules) else { return }
    throw .statusMismatch
  }
}
