// SPDX-License-Identifier: Apache-2.0

/// What an exchange reports about one of our orders. Reports may come late, twice and in any order.
public struct OrderEvent: Hashable, Sendable {
  /// What happened.
  public enum Report: Hashable, Sendable {
    /// The exchange has the order.
    case accepted(exchangeOrderID: String)
    /// The exchange proved that it does not have the order.
    case refused(reason: String)
    /// The order never left: what it was for may be asked anew.
    case withheld(reason: String)
    /// The order was sent and no answer came: it may be there.
    case replyLost(reason: String)
    /// The exchange says that it has no such order; one miss proves nothing.
    case missing
    /// Part of the order, or the rest of it, was traded. The fee is in the quote asset or at that asset's value; the
    /// commission says what was taken where that was another asset.
    case filled(id: FillID, price: Price, quantity: Quantity, fee: Money, commission: Commission? = nil)
    /// The order was taken back.
    case canceled(reason: String)
    /// The exchange ended the order.
    case expired(reason: String)
  }

  /// Which order.
  public let order: ClientOrderID
  /// What happened.
  public let report: Report
  /// When, by the venue's clock.
  public let time: Instant

  /// A report about an order.
  public init(order: ClientOrderID, report: Report, time: Instant) {
    self.order = order
    self.report = report
    self.time = time
  }
}
