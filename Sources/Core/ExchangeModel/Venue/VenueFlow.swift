// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// Where an asset came from and went: what all accounts have of it is `deposited` + `traded` - `fees`.
public struct VenueFlow: Hashable, Sendable {
  /// What was brought from outside less what was taken there.
  public internal(set) var deposited = Fixed.zero
  /// What those who are not among the accounts gave in trades, less what they got.
  public internal(set) var traded = Fixed.zero
  /// What the venue took as fees.
  public internal(set) var fees = Fixed.zero
}

/// The numbers that the venue gives away next.
struct VenueNumbers: Sendable {
  var order: Int64
  var list: Int64
  var trade: Int64
  var execution: Int64
  var prevention: Int64
  var event: Int64 = 1

  init(from first: Int64) {
    order = first
    list = first
    trade = first
    execution = first
    prevention = first
  }

  /// Gives a number away.
  mutating func take(_ number: WritableKeyPath<VenueNumbers, Int64>) -> Int64 {
    defer { self[keyPath: number] += 1 }
    return self[keyPath: number]
  }
}
