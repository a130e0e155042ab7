// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// What an indicator stands at: a name for people and a number.
public struct Reading: Hashable, Sendable {
  /// The indicator with its parameters: `EMA(12)`.
  public let name: String
  /// Its value.
  public let value: Double

  /// A reading of an indicator.
  public init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
  }

  /// The value with eight significant digits where it has decimal places, and at most twelve places: `64123.412`.
  public var valueText: String {
    guard let exact = Fixed(approximating: value) else { return "\(value)" }
    var places = 7
    var scale = value.magnitude
    while scale >= 10, places > 0 { (scale, places) = (scale / 10, places - 1) }
    while scale < 1, scale > 0, places < Fixed.decimalPlaces { (scale, places) = (scale * 10, places + 1) }
    return exact.rounded(places: places, .halfEven).description
  }
}

extension Reading: CustomStringConvertible {
  /// `EMA(12) 64123.4`.
  public var description: String { "\(name) \(valueText)" }
}
