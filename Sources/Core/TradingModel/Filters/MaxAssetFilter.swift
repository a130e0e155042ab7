// SPDX-License-Identifier: Apache-2.0

/// MAX_ASSET: how much of an asset an account may move in one order. Told to the account only, by `myFilters`.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/filters
public struct MaxAssetFilter: Hashable, Sendable {
  /// The asset.
  public var asset: Asset
  /// `limit`: the most, in the asset; inclusive.
  public var maximum: Fixed

  /// A filter of its fields.
  public init(asset: Asset, maximum: Fixed) {
    self.asset = asset
    self.maximum = maximum
  }

  /// The violation of an order, or nil: its quantity counts where the asset is the pair's base, its value where it is
  /// the quote. An order without a price is valued at the market's; where that isn't known, it passes.
  public func violation(of order: VenueOrder, by prices: ReferencePrices) -> FilterViolation? {
    let amount: Fixed?
    if asset == order.pair.base {
      amount = order.quantity?.value
    } else if asset == order.pair.quote {
      switch order.value(at: order.price ?? prices.price(overMinutes: 0)) {
      case .none: amount = nil
      case .some(.failure): return .valueOverflows
      case .some(.success(let value)): amount = value.most.value
      }
    } else {
      amount = nil
    }
    guard let amount, amount > maximum else { return nil }
    return .tooMuchOfAsset(asset, maximum: maximum, amount: amount)
  }
}
