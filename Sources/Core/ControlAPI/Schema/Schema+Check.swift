// SPDX-License-Identifier: Apache-2.0

public import Documents
import StrategyKit
import TradingModel

extension Schema {
  /// Everything that is wrong with a value; empty where nothing is.
  ///
  /// - Parameter path: where the value stands, for the errors; empty for the whole.
  public func faults(in node: Node, at path: String = "") -> [FieldError] {
    if node.isNull, isNullable { return [] }
    switch form {
    case .text(let rule):
      return node.string.map(rule.holds) == true ? [] : [mismatch(node, path, rule.expectation)]
    case .choice(let texts):
      return node.string.map(texts.contains) == true ? [] : [choiceFault(node, path, texts)]
    case .boolean:
      return node.bool != nil ? [] : [mismatch(node, path, "true or false")]
    case .whole(let range):
      return node.int64.map(range.contains) == true ? [] : [mismatch(node, path, Self.expectation(of: range))]
    case .decimal(let bounds):
      return decimalFault(node, path, bounds)
    case .decimalText:
      return node.string.flatMap { Fixed($0) } != nil ? [] : [mismatch(node, path, "a decimal string")]
    case .number:
      return node.number != nil ? [] : [mismatch(node, path, "a number")]
    case .list(let item, let count):
      return listFaults(node, path, item, count)
    case .object(let fields):
      return objectFaults(node, path, fields)
    case .map(let keys, let value, let count):
      return mapFaults(node, path, keys, value, count)
    case .either(let schemas):
      return eitherFaults(node, path, schemas)
    case .anything:
      return []
    }
  }

  /// A value that is what it must be.
  ///
  /// - Throws: everything that is wrong with it.
  public func checked(_ node: Node, at path: String = "") throws(FieldErrors) {
    let faults = faults(in: node, at: path)
    guard faults.isEmpty else { throw FieldErrors(faults) }
  }

  private func mismatch(_ node: Node, _ path: String, _ expectation: String) -> FieldError {
    let name = path.isEmpty ? "the body" : path
    return FieldError(path, value: node.shown, "\(name) must be \(expectation)\(isNullable ? ", or null" : "")")
  }

  private func choiceFault(_ node: Node, _ path: String, _ texts: [String]) -> FieldError {
    let hint = node.string.map { suggestion(for: $0, among: texts) } ?? ""
    let list = texts.count == 1 ? texts[0] : "one of \(texts.joined(separator: ", "))"
    return mismatch(node, path, list + hint)
  }

  private static func expectation(of range: ClosedRange<Int64>) -> String {
    range.upperBound == .max
      ? "a whole number of at least \(range.lowerBound)"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
  }

  private func decimalFault(_ node: Node, _ path: String, _ bounds: Bounds) -> [FieldError] {
    do {
      let value = try DecimalInput.value(of: node, allowsNegative: bounds.allowsNegative)
      return bounds.hold(for: value) ? [] : [mismatch(node, path, bounds.expectation)]
    } catch {
      let reason = error.explanation.map { "; \($0)" } ?? ""
      return [mismatch(node, path, bounds.expectation + reason)]
    }
  }

  private func listFaults(_ node: Node, _ path: String, _ item: Schema, _ count: ClosedRange<Int>) -> [FieldError] {
    guard let elements = node.array else { return [mismatch(node, path, "a list")] }
    guard count.contains(elements.count) else {
      return [
        FieldError(
          path, value: "\(elements.count) items",
          "\(path) must have \(count.lowerBound) to \(count.upperBound) items, and has \(elements.count)")
      ]
    }
    return elements.enumerated().flatMap { item.faults(in: $1, at: "\(path)[\($0)]") }
  }

  private func objectFaults(_ node: Node, _ path: String, _ fields: [Field]) -> [FieldError] {
    guard let members = node.object else { return [mismatch(node, path, "an object")] }
    let prefix = path.isEmpty ? "" : path + "."
    var faults: [FieldError] = []
    for field in fields {
      if let value = node[field.name] {
        faults += field.schema.faults(in: value, at: prefix + field.name)
      } else if field.isRequired {
        faults.append(FieldError(prefix + field.name, value: nil, "\(prefix)\(field.name) is missing"))
      }
    }
    let known = fields.map(\.name)
    for member in members where !known.contains(member.key) {
      let hint = suggestion(for: member.key, among: known)
      faults.append(
        FieldError(
          prefix + member.key, value: member.value.shown, "there is no field '\(member.key.brief)'\(hint)"))
    }
    return faults
  }

  private func mapFaults(
    _ node: Node, _ path: String, _ keys: TextRule, _ value: Schema, _ count: ClosedRange<Int>
  ) -> [FieldError] {
    guard let members = node.object else { return [mismatch(node, path, "an object")] }
    guard count.contains(members.count) else {
      return [FieldError(path, value: nil, "\(path) must have at most \(count.upperBound) entries")]
    }
    return members.flatMap { member in
      let place = "\(path).\(member.key.brief)"
      guard keys.holds(for: member.key) else {
        return [FieldError(place, value: member.key, "a key of \(path) must be \(keys.expectation)")]
      }
      return value.faults(in: member.value, at: place)
    }
  }

  private func eitherFaults(_ node: Node, _ path: String, _ schemas: [Schema]) -> [FieldError] {
    let all = schemas.map { $0.faults(in: node, at: path) }
    if all.contains(where: \.isEmpty) { return [] }
    return [mismatch(node, path, doc.isEmpty ? "one of the forms that the document names" : doc)]
  }
}

/// `; did you mean 'x'?`, or nothing.
func suggestion(for text: String, among names: [String]) -> String {
  NameSuggestion.closest(to: text, among: names).map { "; did you mean '\($0)'?" } ?? ""
}

extension Node {
  /// The value as it is shown in an error; objects and lists by their kind.
  var shown: String {
    switch content {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let number): number.text
    case .string(let text): text
    case .array, .object: kindName
    }
  }
}
