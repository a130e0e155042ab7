// SPDX-License-Identifier: Apache-2.0

public import BotModel
public import Documents
public import StrategyKit
public import TradingModel

/// What a strategy file's text is found to be.
public struct StrategyCheckView: Sendable {
  /// The strategy, where the text is one.
  public let strategy: StrategyDefinition?
  /// How many closed candles it needs before it answers.
  public let warmUp: Int?
  /// What is wrong with it, in the order of the text.
  public let faults: [StrategyFaultView]

  /// What is found of a text.
  public init(strategy: StrategyDefinition?, warmUp: Int?, faults: [StrategyFaultView] = []) {
    self.strategy = strategy
    self.warmUp = warmUp
    self.faults = faults
  }

  /// The document.
  public var node: Node {
    [
      "valid": .bool(faults.isEmpty && strategy != nil), "strategy": .optional(strategy, \.node),
      "warm_up": .optional(warmUp) { .number($0) }, "errors": .array(faults.map(\.node)),
    ]
  }
}

/// What is wrong with a strategy file, and where.
public struct StrategyFaultView: Error, Hashable, Sendable {
  /// The file, or nil for a text that was sent.
  public let file: String?
  /// Where it begins, or nil where the text as a whole is at fault.
  public let position: Node.Position?
  /// The field: `enter[0].when`.
  public let field: String
  /// The value at fault.
  public let value: String
  /// What it should be.
  public let message: String

  /// What is wrong.
  public init(file: String? = nil, position: Node.Position?, field: String, value: String, message: String) {
    self.file = file
    self.position = position
    self.field = field
    self.value = value
    self.message = message
  }

  /// The document.
  public var node: Node {
    [
      "file": .optional(file) { .string($0) }, "line": .optional(position) { .number($0.line) },
      "column": .optional(position) { .number($0.column) }, "field": .string(field), "value": .string(value),
      "message": .string(message),
    ]
  }
}

extension StrategyFaultView: CustomStringConvertible {
  /// `strategies/dip.yaml:12:7: enter[0].when: …`.
  public var description: String {
    let place = [file, position.map { "\($0.line)" }, position.map { "\($0.column)" }].compactMap(\.self)
    return (place + [" " + (field.isEmpty ? "" : field + ": ") + message]).joined(separator: ":")
      .trimmingPrefix(" ").description
  }
}

/// What loading the strategy files anew came to.
public struct StrategyReloadView: Hashable, Sendable {
  /// What became of each file's strategy, by name.
  public let changes: [Change]

  /// What became of one strategy.
  public struct Change: Hashable, Sendable {
    /// What can become of it.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
      /// There was none of the name.
      case added
      /// It decides otherwise than before, or has other parameters or exits.
      case changed
      /// Its file has gone.
      case removed
      /// It is as it was.
      case unchanged
    }

    /// The strategy.
    public let name: String
    /// What became of it.
    public let kind: Kind
    /// The bots that use it, by name.
    public let bots: [Bot]

    /// What became of a strategy.
    public init(name: String, kind: Kind, bots: [Bot]) {
      self.name = name
      self.kind = kind
      self.bots = bots
    }
  }

  /// A bot that uses a strategy.
  public struct Bot: Hashable, Sendable {
    /// The bot.
    public let name: BotName
    /// What is wanted of it.
    public let state: BotState
    /// How many trades it has open.
    public let openTrades: Int
    /// What becomes of it, in words.
    public let note: String

    /// A bot that uses a strategy.
    public init(name: BotName, state: BotState, openTrades: Int, note: String) {
      self.name = name
      self.state = state
      self.openTrades = openTrades
      self.note = note
    }
  }

  /// What loading came to.
  public init(changes: [Change]) { self.changes = changes }

  /// The document.
  public var node: Node {
    [
      "strategies": .array(
        changes.map { change in
          [
            "name": .string(change.name), "change": .string(change.kind.rawValue),
            "bots": .array(
              change.bots.map { bot in
                [
                  "name": .string(bot.name.text), "state": .string(bot.state.rawValue),
                  "open_trades": .number(bot.openTrades), "note": .string(bot.note),
                ]
              }),
          ]
        })
    ]
  }
}
