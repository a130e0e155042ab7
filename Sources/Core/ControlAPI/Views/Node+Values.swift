// SPDX-License-Identifier: Apache-2.0

public import Documents
public import TradingModel

extension Node {
  /// An exact decimal as the API writes it: a string.
  public static func decimal(_ value: Fixed) -> Node { .string(value.description) }

  /// An amount of money: a decimal string.
  public static func money(_ amount: Money) -> Node { .decimal(amount.value) }

  /// A price: a decimal string.
  public static func price(_ price: Price) -> Node { .decimal(price.value) }

  /// A quantity: a decimal string.
  public static func quantity(_ quantity: Quantity) -> Node { .decimal(quantity.value) }

  /// A ratio: a number, 0.01 is 1 %.
  public static func ratio(_ ratio: Ratio) -> Node { .exactNumber(ratio.value) }

  /// An exact decimal as a number.
  static func exactNumber(_ value: Fixed) -> Node {
    NumberText(value.description).map(Node.number) ?? .null
  }

  /// A time: RFC 3339 in UTC with milliseconds.
  public static func time(_ instant: Instant) -> Node { .string(instant.description) }

  /// What a value becomes, or null where there is none.
  public static func optional<Value>(_ value: Value?, _ transform: (Value) -> Node) -> Node {
    value.map(transform) ?? .null
  }
}
