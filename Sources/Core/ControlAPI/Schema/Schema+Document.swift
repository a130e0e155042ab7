// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// Prints schemas as JSON Schema, and collects those that have names.
struct SchemaPrinter {
  /// The named schemas so far, by name.
  private(set) var named: [String: Node] = [:]

  /// The schema of a value; a named one is a reference.
  ///
  /// - Parameter isClosed: whether an object's other fields are refused, as in requests; answers may get more fields.
  mutating func node(_ schema: Schema, isClosed: Bool) -> Node {
    guard let name = schema.name else { return described(schema, isClosed: isClosed) }
    if named[name] == nil {
      named[name] = .null
      named[name] = described(Schema(schema.form, doc: schema.doc), isClosed: isClosed)
    }
    let reference: Node = ["$ref": .string("#/components/schemas/\(name)")]
    return schema.isNullable ? ["anyOf": [reference, ["type": "null"]]] : reference
  }

  private mutating func described(_ schema: Schema, isClosed: Bool) -> Node {
    var members = members(schema, isClosed: isClosed)
    if !schema.doc.isEmpty { members.append(Node.Member(key: "description", value: .string(schema.doc))) }
    return .object(members)
  }

  private mutating func members(_ schema: Schema, isClosed: Bool) -> [Node.Member] {
    switch schema.form {
    case .text(let rule): return text(rule, schema)
    case .choice(let texts):
      let values = texts.map(Node.string) + (schema.isNullable ? [.null] : [])
      return [type("string", schema), .init(key: "enum", value: .array(values))]
    case .boolean: return [type("boolean", schema)]
    case .whole(let range):
      var members = [type("integer", schema), .init(key: "minimum", value: .number(range.lowerBound))]
      if range.upperBound != .max { members.append(.init(key: "maximum", value: .number(range.upperBound))) }
      return members
    case .decimal(let bounds): return any(decimal(bounds), schema)
    case .decimalText:
      return [
        type("string", schema), .init(key: "pattern", value: .string(DecimalInput.pattern(allowsNegative: true))),
      ]
    case .number: return [type("number", schema)]
    case .list(let item, let count): return list(item, count, schema, isClosed: isClosed)
    case .object(let fields): return object(fields, schema, isClosed: isClosed)
    case .map(let keys, let value, let count):
      return [
        type("object", schema),
        .init(key: "patternProperties", value: [keys.pattern ?? "": node(value, isClosed: isClosed)]),
        .init(key: "additionalProperties", value: false),
        .init(key: "maxProperties", value: .number(count.upperBound)),
      ]
    case .either(let schemas): return any(schemas.map { node($0, isClosed: isClosed) }, schema)
    case .anything: return []
    }
  }

  private func type(_ name: String, _ schema: Schema) -> Node.Member {
    Node.Member(key: "type", value: schema.isNullable ? [.string(name), "null"] : .string(name))
  }

  private func any(_ schemas: [Node], _ schema: Schema) -> [Node.Member] {
    [Node.Member(key: "anyOf", value: .array(schemas + (schema.isNullable ? [["type": "null"]] : [])))]
  }

  private func text(_ rule: TextRule, _ schema: Schema) -> [Node.Member] {
    var members = [type("string", schema)]
    if let pattern = rule.pattern { members.append(.init(key: "pattern", value: .string(pattern))) }
    if rule.length.lowerBound > 0 { members.append(.init(key: "minLength", value: .number(rule.length.lowerBound))) }
    if rule.length.upperBound < Schema.unlimited {
      members.append(.init(key: "maxLength", value: .number(rule.length.upperBound)))
    }
    return members
  }

  private func decimal(_ bounds: Schema.Bounds) -> [Node] {
    let limit = Fixed(999_999_999_999_999)
    let lower = bounds.excludesMinimum ? "exclusiveMinimum" : "minimum"
    return [
      ["type": "string", "pattern": .string(DecimalInput.pattern(allowsNegative: bounds.allowsNegative))],
      .object([
        .init(key: "type", value: "number"),
        .init(key: lower, value: .exactNumber(bounds.minimum ?? -limit)),
        .init(key: "maximum", value: .exactNumber(bounds.maximum ?? limit)),
      ]),
    ]
  }

  private mutating func list(
    _ item: Schema, _ count: ClosedRange<Int>, _ schema: Schema, isClosed: Bool
  ) -> [Node.Member] {
    var members = [type("array", schema), .init(key: "items", value: node(item, isClosed: isClosed))]
    if count.lowerBound > 0 { members.append(.init(key: "minItems", value: .number(count.lowerBound))) }
    if count.upperBound < Schema.unlimited {
      members.append(.init(key: "maxItems", value: .number(count.upperBound)))
    }
    return members
  }

  private mutating func object(_ fields: [Schema.Field], _ schema: Schema, isClosed: Bool) -> [Node.Member] {
    var properties: [Node.Member] = []
    for field in fields {
      var value = node(field.schema, isClosed: isClosed)
      if let standard = field.defaultValue, case .object(var members) = value.content {
        members.append(Node.Member(key: "default", value: standard))
        value = .object(members)
      }
      properties.append(Node.Member(key: field.name, value: value))
    }
    var members = [type("object", schema), .init(key: "properties", value: .object(properties))]
    let required = fields.filter(\.isRequired).map { Node.string($0.name) }
    if !required.isEmpty { members.append(.init(key: "required", value: .array(required))) }
    if isClosed { members.append(.init(key: "additionalProperties", value: false)) }
    return members
  }
}
