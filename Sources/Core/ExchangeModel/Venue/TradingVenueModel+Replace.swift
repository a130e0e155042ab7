// SPDX-License-Identifier: Apache-2.0

public import TradingModel

extension TradingVenueModel {
  /// Takes an order back and places another.
  ///
  /// The new order is counted even where it isn't attempted.
  ///
  /// - Returns: what became of the halves, also where both failed.
  /// - Throws: what the entrance says of the new order, and -1015; then nothing was attempted.
  public mutating func replace(
    _ request: VenueReplaceRequest, by id: VenueAccountID, at now: Instant, in market: PairMarket
  ) throws(VenueRefusal) -> VenueReplacement {
    precondition(request.cancel.pair == market.pair, "an order is replaced on its own market")
    let isCancelOnly = market.rules.status == .cancelOnly
    if !isCancelOnly { try checkEntrance(request.order, by: id, in: market) }
    var tooMany: VenueRefusal?
    do throws(VenueRefusal) {
      try checkCounts(adding: 1, by: id, at: now)
    } catch {
      guard request.rateLimitMode == .cancelOnly else { throw error }
      tooMany = error
    }
    defer { settle(at: now) }
    let cancel = cancelHalf(request.cancel, by: id, at: now, status: market.rules.status)
    if let tooMany { return VenueReplacement(cancel: cancel, placement: .failure(tooMany)) }
    count(1, by: id, at: now)
    if case .failure = cancel, request.mode == .stopOnFailure {
      return VenueReplacement(cancel: cancel, placement: nil)
    }
    if isCancelOnly { return VenueReplacement(cancel: cancel, placement: .failure(.marketClosed)) }
    return VenueReplacement(cancel: cancel, placement: placeHalf(request.order, by: id, at: now, in: market))
  }

  private mutating func cancelHalf(
    _ request: VenueCancelRequest, by id: VenueAccountID, at now: Instant, status: TradingStatus
  ) -> Result<VenueCancelReport, VenueRefusal> {
    do throws(VenueRefusal) {
      return .success(try cancelUnsettled(request, by: id, at: now, status: status))
    } catch {
      return .failure(error)
    }
  }

  private mutating func placeHalf(
    _ order: NewVenueOrder, by id: VenueAccountID, at now: Instant, in market: PairMarket
  ) -> Result<VenuePlacement, VenueRefusal> {
    do throws(VenueRefusal) {
      return .success(try enter(order, by: id, at: now, in: market) { _ in })
    } catch {
      return .failure(error)
    }
  }
}
