// SPDX-License-Identifier: Apache-2.0

extension Node {
  /// `null`.
  public static let null = Node(.null)

  /// `true` or `false`.
  public static func bool(_ value: Bool) -> Node { Node(.bool(value)) }

  /// A string.
  public static func string(_ text: String) -> Node { Node(.string(text)) }

  /// A decimal as the API and the exchanges write it: a string. Nothing is checked.
  public static func decimal(_ text: String) -> Node { Node(.string(text)) }

  /// A number with the text given.
  public static func number(_ number: NumberText) -> Node { Node(.number(number)) }

  /// A whole number.
  public static func number(_ value: some FixedWidthInteger) -> Node { Node(.number(NumberText(value))) }

  /// A binary number in its shortest exact form. JSON has no infinities and no NaN: they become `null`.
  public static func number(_ value: Double) -> Node { NumberText(value).map { Node(.number($0)) } ?? .null }

  /// An array.
  public static func array(_ elements: [Node]) -> Node { Node(.array(elements)) }

  /// An object with the members in the order given. Each key may be given once; this is not checked.
  public static func object(_ members: [Member]) -> Node { Node(.object(members)) }
}

extension Node: ExpressibleByStringLiteral {
  /// A string.
  public init(stringLiteral text: String) { self.init(.string(text)) }
}

extension Node: ExpressibleByStringInterpolation {}

extension Node: ExpressibleByIntegerLiteral {
  /// A whole number.
  public init(integerLiteral value: Int64) { self = .number(value) }
}

extension Node: ExpressibleByFloatLiteral {
  /// A binary number in its shortest exact form.
  public init(floatLiteral value: Double) { self = .number(value) }
}

extension Node: ExpressibleByBooleanLiteral {
  /// `true` or `false`.
  public init(booleanLiteral value: Bool) { self.init(.bool(value)) }
}

extension Node: ExpressibleByNilLiteral {
  /// `null`.
  public init(nilLiteral: ()) { self.init(.null) }
}

extension Node: ExpressibleByArrayLiteral {
  /// An array.
  public init(arrayLiteral elements: Node...) { self.init(.array(elements)) }
}

extension Node: ExpressibleByDictionaryLiteral {
  /// An object with its members in the order written. Each key is written once.
  public init(dictionaryLiteral members: (String, Node)...) {
    self.init(.object(members.map { Member(key: $0, value: $1) }))
  }
}
