// SPDX-License-Identifier: Apache-2.0

import Indicators
import Strategies
import StrategyKit
import TradingModel

/// A strategy that thinks what a script says, candle by candle; the bar's close is the candle's number.
struct ScriptedMember: Strategy {
  /// What it does at a candle.
  enum Step: Hashable {
    case thinks(SignalAction?, Double)
    case fails(String)

    static let enter = thinks(.enter, 1)
    static let exit = thinks(.exit, 1)
    static let neither = thinks(nil, 0)
  }

  let warmUp: Int
  var inputs: [StrategyInput] = []
  let script: [Step]
  private var place = 0
  private var seen = 0
  private(set) var stance: Stance?
  private(set) var taken: [String] = []

  init(warmUp: Int = 1, inputs: [StrategyInput] = [], _ script: [Step]) {
    self.warmUp = warmUp
    self.inputs = inputs
    self.script = script
  }

  mutating func take(_ bar: Bar, of input: Int) { taken.append("\(input): \(Int(bar.close))") }

  mutating func update(_ bar: Bar) throws(StrategyFailure) -> Signal? {
    switch script[Int(bar.close) % script.count] {
    case .fails(let reason): throw StrategyFailure(at: Instant(milliseconds: bar.openTime), reason: reason)
    case .thinks(let side, let strength):
      seen += 1
      stance = seen < warmUp ? nil : Stance(side, strength: strength)
    }
    return nil
  }

  var reason: String { "says \(stance?.side?.rawValue ?? "nothing")" }

  var readings: [Reading] { [Reading("taken", Double(taken.count))] }

  /// A definition under a name; it has a parameter that does nothing.
  func named(_ name: String) -> StrategyDefinition {
    StrategyDefinition(
      name: name, summary: "Follows a script.", rules: "By script.",
      parameters: [.integer("number", default: 1, in: 1...9, summary: "Nothing.")], build: { _ in self })
  }
}

/// A confluence of scripts, which are called a, b, c, …
func confluence(
  _ mode: String, _ members: [ScriptedMember], of: String? = nil, threshold: String = "0.5"
) throws -> any Strategy {
  let names = (0..<members.count).map { String(UnicodeScalar(UInt8(97 + $0))) }
  let definition = Confluence.definition(members: zip(members, names).map { $0.named($1) })
  let text = of ?? names.joined(separator: ", ")
  return definition.make(try definition.values(["mode": mode, "of": text, "threshold": threshold]))
}

/// Candles whose closes are their numbers.
func numbered(_ range: Range<Int>) -> [Bar] { range.map { .line($0, Double($0), Double($0)) } }
