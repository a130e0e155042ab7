// SPDX-License-Identifier: Apache-2.0

/// What one unit of the base asset costs, in the quote asset.
@frozen
public struct Price: Hashable, Sendable, Comparable {
  /// The number.
  public let value: Fixed

  /// A price of a number; any sign, so that differences can be prices. Rules check what is tradable.
  @inlinable
  public init(_ value: Fixed) { self.value = value }

  /// No price: zero.
  public static let zero = Price(.zero)

  @inlinable
  public static func < (left: Price, right: Price) -> Bool { left.value < right.value }

  /// The price a ratio higher (or lower, for a negative one): `100` by `-0.1` is `90`.
  public func shifted(by ratio: Ratio, rounding: Rounding) throws(ArithmeticError) -> Price {
    Price(try value.multiplied(by: .one + ratio.value, rounding: rounding))
  }

  /// The change to another price as a ratio of this one.
  public func change(to other: Price) throws(ArithmeticError) -> Ratio {
    Ratio(try (other.value - value).divided(by: value, rounding: .halfEven))
  }
}

/// An amount of the base asset.
@frozen
public struct Quantity: Hashable, Sendable, Comparable {
  /// The number.
  public let value: Fixed

  /// A quantity of a number.
  @inlinable
  public init(_ value: Fixed) { self.value = value }

  /// Nothing.
  public static let zero = Quantity(.zero)

  @inlinable
  public static func < (left: Quantity, right: Quantity) -> Bool { left.value < right.value }

  /// The sum of two quantities of one asset.
  @inlinable
  public static func + (left: Quantity, right: Quantity) -> Quantity { Quantity(left.value + right.value) }

  /// The difference of two quantities of one asset.
  @inlinable
  public static func - (left: Quantity, right: Quantity) -> Quantity { Quantity(left.value - right.value) }
}

/// An amount of the quote asset: what a quantity costs at a price.
@frozen
public struct Money: Hashable, Sendable, Comparable {
  /// The number.
  public let value: Fixed

  /// An amount of a number; negative for a loss.
  @inlinable
  public init(_ value: Fixed) { self.value = value }

  /// Nothing.
  public static let zero = Money(.zero)

  @inlinable
  public static func < (left: Money, right: Money) -> Bool { left.value < right.value }

  /// The sum of two amounts of one asset.
  @inlinable
  public static func + (left: Money, right: Money) -> Money { Money(left.value + right.value) }

  /// The difference of two amounts of one asset.
  @inlinable
  public static func - (left: Money, right: Money) -> Money { Money(left.value - right.value) }

  /// Part of the amount.
  public func times(_ ratio: Ratio, rounding: Rounding) throws(ArithmeticError) -> Money {
    Money(try value.multiplied(by: ratio.value, rounding: rounding))
  }

  /// This amount as a ratio of another.
  public func ratio(to other: Money) throws(ArithmeticError) -> Ratio {
    Ratio(try value.divided(by: other.value, rounding: .halfEven))
  }

  /// How much can be had for the amount at a price.
  public func quantity(at price: Price, rounding: Rounding) throws(ArithmeticError) -> Quantity {
    Quantity(try value.divided(by: price.value, rounding: rounding))
  }

  /// The price at which a quantity costs the amount.
  public func price(of quantity: Quantity, rounding: Rounding) throws(ArithmeticError) -> Price {
    Price(try value.divided(by: quantity.value, rounding: rounding))
  }
}

extension Price {
  /// What a quantity costs at the price.
  public func times(_ quantity: Quantity, rounding: Rounding) throws(ArithmeticError) -> Money {
    Money(try value.multiplied(by: quantity.value, rounding: rounding))
  }
}

/// A share or a change: 0.01 is 1 %.
@frozen
public struct Ratio: Hashable, Sendable, Comparable {
  /// The number.
  public let value: Fixed

  /// A ratio of a number.
  @inlinable
  public init(_ value: Fixed) { self.value = value }

  /// No share, no change.
  public static let zero = Ratio(.zero)

  @inlinable
  public static func < (left: Ratio, right: Ratio) -> Bool { left.value < right.value }
}

extension Price: CustomStringConvertible {
  public var description: String { value.description }
}

extension Quantity: CustomStringConvertible {
  public var description: String { value.description }
}

extension Money: CustomStringConvertible {
  public var description: String { value.description }
}

extension Ratio: CustomStringConvertible {
  public var description: String { value.description }
}
