// SPDX-License-Identifier: Apache-2.0

public import BinanceWire
public import Ports
public import TradingModel

// Asking how things stand.

extension BinanceAccount {
  public func order(_ id: ClientOrderID, of pair: Pair) async -> OrderLookup {
    directory.insert(pair)
    do {
      let answer = try await query(.order(.client(id.description), of: pair))
      if VerdictTable.isNotFound(answer.error) { return .notFound }
      let report = try read(answer, AccountAnswers.order)
      return .found(try state(report, pair: pair))
    } catch {
      return .failed(reason: error.description)
    }
  }

  public func openOrders() async throws(VenueFailure) -> [VenueOrderState] {
    let reports = try read(await query(.openOrders()), AccountAnswers.orders)
    do {
      try await directory.load(for: reports.map(\.symbol))
    } catch {
      throw VenueFailure("the venue's list of pairs: \(error)")
    }
    var orders: [VenueOrderState] = []
    for report in reports {
      // An order of what the venue doesn't list can be none of ours.
      if case .pair(let pair) = directory.find(report.symbol) { orders.append(try state(report, pair: pair)) }
    }
    return orders
  }

  public func fills(of exchangeOrderID: String, pair: Pair) async throws(VenueFailure) -> [VenueFill] {
    guard let order = Int64(exchangeOrderID) else {
      throw VenueFailure("'\(exchangeOrderID)' is no number of an order")
    }
    var fills: [VenueFill] = []
    var next: Int64?
    while true {
      let trades = try read(await query(.fills(of: pair, order: order, from: next)), AccountAnswers.trades)
      do {
        for trade in trades where trade.orderID == order { fills.append(try VenueFill(trade, pair: pair)) }
      } catch {
        throw VenueFailure("\(error)")
      }
      guard trades.count >= AccountRequest.rowsMax, let last = trades.map(\.tradeID).max(), last >= next ?? last
      else { return fills }
      next = last + 1
    }
  }

  public func balances() async throws(VenueFailure) -> AccountBalances {
    AccountBalances(
      try read(await query(.account), AccountAnswers.account))
  }

  public func restrictions() async throws(VenueFailure) -> KeyRestrictions? {
    switch rest.endpoints.venue {
    case .binance, .sim: break
    case .binanceTestnet, .binanceUS: return nil
    }
    let answer = try await query(.restrictions)
    if answer.status == 404, rest.endpoints.venue == .sim { return nil }
    return KeyRestrictions(
      try read(answer, AccountAnswers.restrictions))
  }

  /// What the venue takes of the account's trades in a pair.
  public func commission(of pair: Pair) async throws(VenueFailure) -> CommissionReport {
    try read(await query(.commission(of: pair)), AccountAnswers.commission)
  }

  /// Reads the answer to a query; everything but a whole answer is a failure.
  private func read<Value>(
    _ answer: VenueAnswer, _ decode: (RawSpan, AnswerPlace) throws(WireError) -> Value
  ) throws(VenueFailure) -> Value {
    guard answer.status == 200, answer.error == nil else { throw VenueFailure(answer.words) }
    do {
      return try answer.read(decode)
    } catch {
      throw VenueFailure("the venue's answer can't be read: \(error)")
    }
  }

  private func state(_ report: OrderReport, pair: Pair) throws(VenueFailure) -> VenueOrderState {
    do {
      return try VenueOrderState(report, pair: pair)
    } catch {
      throw VenueFailure("the venue's answer can't be read: \(error)")
    }
  }
}
