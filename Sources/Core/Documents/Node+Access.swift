// SPDX-License-Identifier: Apache-2.0

extension Node {
  /// The value of the first member with this key; nil if there is none or the node is not an object.
  public subscript(_ key: String) -> Node? {
    guard case .object(let members) = content else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The element at a place counted from 0; nil if there is none or the node is not an array.
  public subscript(_ index: Int) -> Node? {
    guard case .array(let elements) = content, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// Whether the node is `null`.
  public var isNull: Bool { content == .null }

  /// The truth value, if the node is one.
  public var bool: Bool? {
    guard case .bool(let value) = content else { return nil }
    return value
  }

  /// The number with its text, if the node is one.
  public var number: NumberText? {
    guard case .number(let number) = content else { return nil }
    return number
  }

  /// The number as a whole number; nil if the node is not a number, has a fraction or doesn't fit.
  public var int64: Int64? { number?.int64 }

  /// The number in binary, rounded to the nearest; nil if the node is not a number or is beyond the finite range.
  public var double: Double? { number?.double }

  /// The text, if the node is a string.
  public var string: String? {
    guard case .string(let text) = content else { return nil }
    return text
  }

  /// The elements, if the node is an array.
  public var array: [Node]? {
    guard case .array(let elements) = content else { return nil }
    return elements
  }

  /// The members in their order, if the node is an object.
  public var object: [Member]? {
    guard case .object(let members) = content else { return nil }
    return members
  }

  /// What the node is, for error texts: "a string", "a number", "null".
  public var kindName: String {
    switch content {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
