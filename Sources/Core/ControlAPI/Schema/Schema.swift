// SPDX-License-Identifier: Apache-2.0

public import Documents
public import TradingModel

/// What a value of a request or an answer must be. The same value checks what comes in and prints the document.
public struct Schema: Sendable {
  /// The form.
  public let form: Form
  /// What it means, in a sentence; empty where the form says it all.
  public let doc: String
  /// Whether null is a value.
  public let isNullable: Bool
  /// The name under which the document lists it, or nil where it is printed in place.
  public let name: String?

  /// The forms that a value can have.
  public indirect enum Form: Sendable {
    /// A text that follows a rule.
    case text(TextRule)
    /// One of these texts.
    case choice([String])
    /// `true` or `false`.
    case boolean
    /// A whole number between two bounds.
    case whole(ClosedRange<Int64>)
    /// A decimal as requests have it: a string, or a number taken exactly as it is written.
    case decimal(Bounds)
    /// A decimal as answers have it: a string.
    case decimalText
    /// A number as answers have it.
    case number
    /// Values of one kind.
    case list(Schema, count: ClosedRange<Int>)
    /// Named values; others are refused.
    case object([Field])
    /// Values of one kind under names that follow a rule.
    case map(keys: TextRule, Schema, count: ClosedRange<Int>)
    /// The first of these that fits.
    case either([Schema])
    /// Anything.
    case anything
  }

  /// What a decimal may be; what is nil is not bounded but by what can be read.
  public struct Bounds: Hashable, Sendable {
    /// The smallest value.
    public let minimum: Fixed?
    /// The largest value.
    public let maximum: Fixed?
    /// Whether the smallest value itself is too small.
    public let excludesMinimum: Bool

    /// Bounds.
    public init(minimum: Fixed? = nil, maximum: Fixed? = nil, excludesMinimum: Bool = false) {
      self.minimum = minimum
      self.maximum = maximum
      self.excludesMinimum = excludesMinimum
    }

    /// Above 0.
    public static let positive = Bounds(minimum: .zero, excludesMinimum: true)
    /// Anything that can be read.
    public static let any = Bounds()
  }

  /// A named value of an object.
  public struct Field: Sendable {
    /// The name.
    public let name: String
    /// What the value must be.
    public let schema: Schema
    /// Whether it must be there.
    public let isRequired: Bool
    /// What it is where it isn't given, for the document.
    public let defaultValue: Node?

    /// A field that may be left out.
    public static func optional(_ name: String, _ schema: Schema, default value: Node? = nil) -> Field {
      Field(name: name, schema: schema, isRequired: false, defaultValue: value)
    }

    /// A field that must be there.
    public static func required(_ name: String, _ schema: Schema) -> Field {
      Field(name: name, schema: schema, isRequired: true, defaultValue: nil)
    }
  }

  /// A schema.
  public init(_ form: Form, doc: String = "", isNullable: Bool = false, name: String? = nil) {
    self.form = form
    self.doc = doc
    self.isNullable = isNullable
    self.name = name
  }

  /// The same, or null.
  public var orNull: Schema { Schema(form, doc: doc, isNullable: true, name: name) }

  /// The same under a name of its own in the document.
  public func named(_ name: String) -> Schema { Schema(form, doc: doc, isNullable: isNullable, name: name) }
}

extension Schema {
  /// A length that stands for none: what is no larger than a body needs no limit of its own.
  static let unlimited = 1_000_000_000

  /// A text that follows a rule.
  static func text(_ rule: TextRule, _ doc: String = "") -> Schema { Schema(.text(rule), doc: doc) }

  /// One of these texts.
  static func choice(_ texts: [String], _ doc: String = "") -> Schema { Schema(.choice(texts), doc: doc) }

  /// The raw values of an enumeration.
  static func choice<Value: CaseIterable & RawRepresentable<String>>(of type: Value.Type, _ doc: String = "") -> Schema
  {
    Schema(.choice(type.allCases.map(\.rawValue)), doc: doc)
  }

  /// `true` or `false`.
  static func boolean(_ doc: String = "") -> Schema { Schema(.boolean, doc: doc) }

  /// A whole number.
  static func whole(_ range: ClosedRange<Int64>, _ doc: String = "") -> Schema { Schema(.whole(range), doc: doc) }

  /// A decimal of a request.
  static func decimal(_ bounds: Bounds, _ doc: String = "") -> Schema { Schema(.decimal(bounds), doc: doc) }

  /// A decimal of an answer.
  static func decimalText(_ doc: String = "") -> Schema { Schema(.decimalText, doc: doc) }

  /// A ratio of an answer.
  static func ratio(_ doc: String = "") -> Schema { Schema(.number, doc: doc) }

  /// A time.
  static func time(_ doc: String = "") -> Schema { Schema(.text(.time), doc: doc) }

  /// Values of one kind.
  static func list(_ item: Schema, count: ClosedRange<Int> = 0...Schema.unlimited, _ doc: String = "") -> Schema {
    Schema(.list(item, count: count), doc: doc)
  }

  /// Named values.
  static func object(_ fields: [Field], _ doc: String = "", name: String? = nil) -> Schema {
    Schema(.object(fields), doc: doc, name: name)
  }
}
