// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

/// An expression as it is written: a tree with places.
struct Syntax: Sendable {
  let kind: Kind
  /// Where it stands in the text, in Unicode scalars from 0.
  let range: Range<Int>
  /// How many operators lie on top of one another.
  let height: Int

  indirect enum Kind: Sendable {
    case number(Double)
    /// In milliseconds.
    case duration(Double)
    case text(String)
    case truth(Bool)
    case name(String)
    case field(Syntax, String)
    case call(String, [Syntax])
    case past(Syntax, Syntax)
    case unary(Unary, Syntax)
    case binary(Binary, Syntax, Syntax)
    case choose(Syntax, Syntax, Syntax)
    case on(Syntax, Target)
  }

  enum Unary: String {
    case negate = "-"
    case not
  }

  enum Binary: String {
    case or
    case and
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
    case remainder = "%"

    var isComparison: Bool {
      switch self {
      case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: true
      default: false
      }
    }
  }

  /// Another series: of a pair, of a timeframe, or both.
  struct Target: Hashable {
    let pair: Pair?
    let timeframe: Timeframe?
  }

  init(_ kind: Kind, _ range: Range<Int>) {
    self.kind = kind
    self.range = range
    height = 1 + (Self.children(kind).map(\.height).max() ?? 0)
  }

  private static func children(_ kind: Kind) -> [Syntax] {
    switch kind {
    case .number, .duration, .text, .truth, .name: []
    case .field(let inner, _), .unary(_, let inner), .on(let inner, _): [inner]
    case .call(_, let arguments): arguments
    case .past(let left, let right), .binary(_, let left, let right): [left, right]
    case .choose(let condition, let yes, let no): [condition, yes, no]
    }
  }

  /// The names that it mentions, in order, with repetitions.
  var names: [String] {
    if case .name(let name) = kind { return [name] }
    return Self.children(kind).flatMap(\.names)
  }
}
