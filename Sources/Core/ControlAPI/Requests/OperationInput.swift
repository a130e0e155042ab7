// SPDX-License-Identifier: Apache-2.0

import BotModel
import Documents
import MarketData
public import TradingModel

/// What a request's query and headers say, with their form checked.
public struct OperationInput: Sendable {
  private let values: [String: Node]

  /// Reads what an operation takes.
  ///
  /// - Parameters:
  ///   - query: what follows the question mark, as it was sent; nil where there is none.
  ///   - header: the value of a header, or nil.
  /// - Throws: `malformed` for bad percent-encoding, `invalid` with everything that is wrong or unknown.
  public init(
    _ operation: Operation, query: String?, header: (String) -> String?
  ) throws(ControlError) {
    let items = try QueryString.items(query ?? "")
    var values: [String: Node] = [:]
    var faults = Self.unknown(items, operation)
    for parameter in operation.parameters {
      let texts: [String]
      switch parameter.place {
      case .query: texts = items.filter { $0.name == parameter.name }.map(\.value)
      case .header: texts = header(parameter.name).map { [$0] } ?? []
      }
      guard let text = texts.first else {
        if parameter.isRequired {
          faults.append(FieldError(parameter.name, value: nil, "the query parameter \(parameter.name) is missing"))
        }
        continue
      }
      if texts.count > 1 {
        faults.append(FieldError(parameter.name, value: texts[1], "\(parameter.name) is given twice"))
      }
      let node = parameter.schema.node(of: text)
      faults += parameter.schema.faults(in: node, at: parameter.name)
      values[parameter.name] = node
    }
    guard faults.isEmpty else { throw .invalid(FieldErrors(faults)) }
    self.values = values
  }

  private static func unknown(_ items: [QueryString.Item], _ operation: Operation) -> [FieldError] {
    let known = operation.parameters.filter { $0.place == .query }.map(\.name)
    return items.filter { !known.contains($0.name) }.map { item in
      let list = known.isEmpty ? "there are none here" : "there are \(known.joined(separator: ", "))"
      let hint = suggestion(for: item.name, among: known)
      return FieldError(
        item.name, value: item.value,
        "there is no query parameter '\(item.name.brief)'\(hint.isEmpty ? "; \(list)" : hint)")
    }
  }

  /// A text.
  public func text(_ name: String) -> String? { values[name]?.string }

  /// `true` or `false`.
  public func boolean(_ name: String) -> Bool? { values[name]?.bool }

  /// A whole number.
  public func whole(_ name: String) -> Int64? { values[name]?.int64 }

  /// A time.
  public func time(_ name: String) -> Instant? { text(name).flatMap { Instant($0) } }

  /// One of an enumeration's raw values.
  public func choice<Value: RawRepresentable<String>>(_ name: String) -> Value? {
    text(name).flatMap(Value.init(rawValue:))
  }

  /// Several texts.
  public func texts(_ name: String) -> [String] { (values[name]?.array ?? []).compactMap(\.string) }

  /// Which part of a list is asked for.
  public var page: PageRequest {
    PageRequest(
      limit: values["limit"]?.int64.flatMap { Int(exactly: $0) } ?? PageRequest.defaultLimit,
      cursor: text("cursor").flatMap { Cursor($0) })
  }

  /// A pair, in either form.
  ///
  /// - Throws: the error of a pair that the venue doesn't have.
  public func pair(_ name: String, catalog: SettingsCatalog) throws(FieldErrors) -> Pair? {
    guard let text = text(name) else { return nil }
    return try catalog.pair(text, at: name)
  }
}

extension Schema {
  /// The value that a text of a query or header stands for.
  fileprivate func node(of text: String) -> Node {
    switch form {
    case .boolean: text == "true" ? true : text == "false" ? false : .string(text)
    case .whole, .number: NumberText(text).map { .number($0) } ?? .string(text)
    case .list(let item, _):
      .array(text.split(separator: ",", omittingEmptySubsequences: false).map { item.node(of: String($0)) })
    case .text, .choice, .decimal, .decimalText, .object, .map, .either, .anything: .string(text)
    }
  }
}
