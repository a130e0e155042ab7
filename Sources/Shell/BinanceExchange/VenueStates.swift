// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Ports
import TradingModel

// What the venue shows, in the words of the port.

extension VenueOrderState.Status {
  /// The status of the venue's word. One that is not known is none that ends an order.
  init(_ word: WireOrderStatus, filled: Quantity) {
    switch word {
    case .new, .pendingNew, .pendingCancel, .other: self = filled > .zero ? .partiallyFilled : .open
    case .partiallyFilled: self = .partiallyFilled
    case .filled: self = .filled
    case .canceled: self = .canceled
    case .rejected: self = .rejected
    case .expired, .expiredInMatch: self = .expired
    }
  }
}

extension VenueOrderState {
  /// An order of an answer; what an ACK leaves out is missing.
  init(_ report: OrderReport, pair: Pair) throws(WireError) {
    func need<Value>(_ value: Value?, _ field: String) throws(WireError) -> Value {
      guard let value else { throw .missing(field: field) }
      return value
    }
    let filled = try need(report.filled, "executedQty")
    self.init(
      clientOrderID: report.ownClientOrderID, exchangeOrderID: String(report.orderID), pair: pair,
      side: try need(report.side, "side"), status: Status(try need(report.status, "status"), filled: filled),
      quantity: try need(report.quantity, "origQty"), filled: filled,
      cost: max(.zero, try need(report.cost, "cummulativeQuoteQty")), reason: report.expiryReason,
      time: try need(report.time, "time"))
  }

  /// An order of a report.
  init(_ report: ExecutionReport, pair: Pair) {
    self.init(
      clientOrderID: report.clientOrderID, exchangeOrderID: String(report.orderID), pair: pair, side: report.side,
      status: Status(report.status, filled: report.filled), quantity: report.quantity, filled: report.filled,
      cost: report.cost, reason: report.reason, time: report.time)
  }
}

extension VenueFill {
  /// What was traded, of a report; nil where nothing was.
  init?(_ report: ExecutionReport, pair: Pair) throws(WireError) {
    guard let trade = report.trade else { return nil }
    self.init(
      id: FillID(String(trade.tradeID)), exchangeOrderID: String(report.orderID), pair: pair, side: report.side,
      price: trade.price, quantity: trade.quantity,
      commission: try Commission(trade.commission, of: trade.commissionAsset, side: report.side, pair: pair),
      isMaker: trade.isMaker, time: report.time)
  }

  /// A fill of the answer to an order: such an order took.
  init(_ fill: AnswerFill, of order: VenueOrderState) throws(WireError) {
    self.init(
      id: FillID(String(fill.tradeID)), exchangeOrderID: order.exchangeOrderID, pair: order.pair, side: order.side,
      price: fill.price, quantity: fill.quantity,
      commission: try Commission(fill.commission, of: fill.commissionAsset, side: order.side, pair: order.pair),
      isMaker: false, time: order.time)
  }

  /// A fill of `myTrades`.
  init(_ trade: AccountTrade, pair: Pair) throws(WireError) {
    let side: Side = trade.isBuyer ? .buy : .sell
    self.init(
      id: FillID(String(trade.tradeID)), exchangeOrderID: String(trade.orderID), pair: pair, side: side,
      price: trade.price, quantity: trade.quantity,
      commission: try Commission(trade.commission, of: trade.commissionAsset, side: side, pair: pair),
      isMaker: trade.isMaker, time: trade.time)
  }
}

extension Commission {
  /// What the venue took; where it took nothing and names no asset, nothing of what was received.
  fileprivate init(_ amount: Fixed, of asset: String?, side: Side, pair: Pair) throws(WireError) {
    guard let asset else {
      self.init(asset: side == .buy ? pair.base : pair.quote, amount: amount)
      return
    }
    guard let asset = Asset(asset) else { throw .missing(field: "commissionAsset") }
    self.init(asset: asset, amount: amount)
  }
}

extension AccountBalances {
  /// What an account has. An asset whose code is none of ours can't be traded here and is left out.
  init(_ report: AccountReport) {
    self.init(
      assets: [Asset: Balance](report.balances), time: report.updatedAt, canTrade: report.canTrade)
  }
}

extension [Asset: Balance] {
  init(_ balances: [AccountReport.AssetBalance]) {
    self = balances.reduce(into: [:]) { assets, entry in
      if let asset = Asset(entry.asset) { assets[asset] = entry.balance }
    }
  }
}

extension KeyRestrictions {
  /// The rights by which money leaves an account.
  private static let transferNames = ["enableInternalTransfer", "enableWithdrawals", "permitsUniversalTransfer"]

  /// What a key may do. A right that the venue doesn't tell of counts as given where it moves money out.
  init(_ report: RestrictionReport) {
    self.init(
      isBoundToAddresses: report.flags["ipRestrict"] ?? false,
      maySpotTrade: report.flags["enableSpotAndMarginTrading"] ?? false,
      transferRights: Self.transferNames.filter { report.flags[$0] ?? true },
      tradingEndsAt: report.tradingEndsAt)
  }
}
