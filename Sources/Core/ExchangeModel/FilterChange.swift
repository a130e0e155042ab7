// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What becomes of a pair's filters; what is nil stays as it is.
public struct FilterChange: Hashable, Sendable {
  /// What a price is a multiple of, above 0.
  public var tick: Price?
  /// What a quantity is a multiple of, above 0.
  public var step: Quantity?
  /// The smallest quantity of an order, or 0 for none.
  public var minimumQuantity: Quantity?
  /// The largest quantity of an order, or 0 for none.
  public var maximumQuantity: Quantity?
  /// The smallest value of an order, or 0 for none.
  public var minimumNotional: Money?

  /// A change; what isn't given stays as it is.
  public init(
    tick: Price? = nil, step: Quantity? = nil, minimumQuantity: Quantity? = nil, maximumQuantity: Quantity? = nil,
    minimumNotional: Money? = nil
  ) {
    self.tick = tick
    self.step = step
    self.minimumQuantity = minimumQuantity
    self.maximumQuantity = maximumQuantity
    self.minimumNotional = minimumNotional
  }

  /// The rules after the change. A smallest price or quantity that isn't a multiple of the new tick or step becomes one
  /// of it.
  public func applied(to rules: InstrumentRules) -> InstrumentRules {
    var rules = rules
    if let tick {
      rules.price.tick = tick
      if !rules.price.minimum.value.isMultiple(of: tick.value) { rules.price.minimum = tick }
    }
    if let step {
      rules.lot.step = step
      if !rules.lot.minimum.value.isMultiple(of: step.value) { rules.lot.minimum = Quantity(step.value) }
    }
    if let minimumQuantity { rules.lot.minimum = minimumQuantity }
    if let maximumQuantity { rules.lot.maximum = maximumQuantity }
    if let minimumNotional {
      rules.notional.minimum = minimumNotional
      if rules.minNotional != nil { rules.minNotional?.minimum = minimumNotional }
    }
    return rules
  }
}
