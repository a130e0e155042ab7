// SPDX-License-Identifier: Apache-2.0

/// LOT_SIZE and MARKET_LOT_SIZE: bounds and step of a quantity.
public struct LotFilter: Hashable, Sendable {
  /// The smallest quantity, or 0 for none.
  public var minimum: Quantity
  /// The largest quantity, or 0 for none.
  public var maximum: Quantity
  /// What a quantity is a multiple of, or 0 for anything.
  public var step: Quantity

  /// A filter; what isn't given is off.
  public init(minimum: Quantity = .zero, maximum: Quantity = .zero, step: Quantity = .zero) {
    self.minimum = minimum
    self.maximum = maximum
    self.step = step
  }

  func violation(
    of quantity: Quantity, as field: FilterViolation.Field = .quantity, filter: FilterName
  ) -> FilterViolation? {
    guard quantity > .zero, quantity >= minimum else {
      return .quantityTooSmall(minimum: minimum, quantity: quantity, field: field, filter: filter)
    }
    if maximum > .zero, quantity > maximum {
      return .quantityTooLarge(maximum: maximum, quantity: quantity, field: field, filter: filter)
    }
    if !quantity.value.isMultiple(of: step.value) {
      return .quantityOffStep(step: step, quantity: quantity, field: field, filter: filter)
    }
    return nil
  }
}
