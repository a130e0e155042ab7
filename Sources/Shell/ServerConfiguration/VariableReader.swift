// SPDX-License-Identifier: Apache-2.0

import StrategyKit

/// Where values come from, and what is wrong with them so far.
///
/// The environment wins over `.env`; a value may stand in a file that `NAME_FILE` names. A variable that is given
/// without a value counts as not given.
struct VariableReader {
  /// A value and where it was found.
  struct Found {
    let variable: Variable
    let value: String
    /// `environment BOTD_VENUE`, `.env BOTD_VENUE`, `file /run/secrets/token`.
    let source: String
  }

  private struct Layer {
    let name: String
    let values: [String: String]
  }

  private let layers: [Layer]
  private let defaults: [Variable: String]
  private let readFile: (String) throws(FileError) -> String
  private(set) var faults: [String] = []
  private var known: [Variable: Found?] = [:]

  init(
    environment: [String: String], environmentFile: [String: String],
    defaults: [Variable: String] = [:], readFile: @escaping (String) throws(FileError) -> String
  ) {
    layers = [Layer(name: "environment", values: environment), Layer(name: ".env", values: environmentFile)]
    self.defaults = defaults
    self.readFile = readFile
    faults = layers.flatMap { layer in layer.values.keys.sorted().compactMap { Self.unknown($0, in: layer.name) } }
  }

  /// The value of a variable, or nil where it isn't given; a fault is noted.
  mutating func found(_ variable: Variable) -> Found? {
    if let known = known[variable] { return known }
    let found = search(variable)
    known[variable] = .some(found)
    return found
  }

  private mutating func search(_ variable: Variable) -> Found? {
    for layer in layers {
      let value = layer.values[variable.rawValue].flatMap { $0.isEmpty ? nil : $0 }
      let path = layer.values[variable.fileVariable].flatMap { $0.isEmpty ? nil : $0 }
      switch (value, path) {
      case (nil, nil): continue
      case (let value?, nil):
        return Found(variable: variable, value: value, source: "\(layer.name) \(variable.rawValue)")
      case (nil, let path?): return contents(of: path, for: variable)
      case (_?, _?):
        note("\(variable.rawValue) and \(variable.fileVariable) are both given; drop one of them.")
        return nil
      }
    }
    return nil
  }

  /// The value of a variable as a type of its own; nil where it isn't given, or is none, which is noted.
  mutating func value<Value>(_ variable: Variable, _ remedy: String, _ convert: (String) -> Value?) -> Value? {
    let found = found(variable)
    guard let text = found?.value ?? defaults[variable] ?? variable.defaultValue else { return nil }
    if let value = convert(text) { return value }
    note(refusal(of: text, for: variable, remedy))
    return nil
  }

  /// Notes a fault.
  mutating func note(_ sentence: String) { faults.append(sentence) }

  private func refusal(of text: String, for variable: Variable, _ remedy: String) -> String {
    let shown = text.count > 100 ? text.prefix(99) + "…" : text[...]
    return variable.isSecret
      ? "\(variable.rawValue) can't be used (its value is not shown here): \(remedy)."
      : "\(variable.rawValue)=\(shown) can't be used: \(remedy)."
  }

  private mutating func contents(of path: String, for variable: Variable) -> Found? {
    do {
      var text = try readFile(path)
      while let last = text.last, last.isWhitespace { text.removeLast() }
      guard !text.isEmpty else {
        note("\(variable.fileVariable)=\(path): the file is empty; write the value of \(variable.rawValue) into it.")
        return nil
      }
      return Found(variable: variable, value: text, source: "file \(path)")
    } catch {
      note("\(variable.fileVariable)=\(path): \(error.reason); name a file with the value of \(variable.rawValue).")
      return nil
    }
  }

  /// What is wrong with a name that begins as ours do.
  private static func unknown(_ name: String, in layer: String) -> String? {
    let names = Variable.allCases.map(\.rawValue)
    guard name.hasPrefix("BOTD_"), !names.contains(name),
      !Variable.allCases.contains(where: { $0.fileVariable == name })
    else { return nil }
    let plain = name.hasSuffix("_FILE") ? String(name.dropLast(5)) : name
    let hint =
      NameSuggestion.closest(to: plain, among: names).map { "did you mean \($0)?" }
      ?? "all variables are in .env.example."
    let place = layer == "environment" ? "in the environment" : "in \(layer)"
    return "\(name) \(place) is no variable of botd; \(hint)"
  }
}
