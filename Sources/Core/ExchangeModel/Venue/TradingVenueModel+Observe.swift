// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

extension TradingVenueModel {
  /// Takes notice of a trade that others made: it fills what rests, and wakes what waits for a price.
  ///
  /// Orders with a better price than the trade's are filled first; at its price what was there before them is used up
  /// first. All together they get no more than was traded, each at its own price. Only then its price wakes others.
  ///
  /// - Parameter market: the market after the trade; asked only where something comes of it.
  public mutating func observe(
    _ trade: PublicTrade, of pair: Pair, at now: Instant, market: () -> PairMarket
  ) {
    guard awaits(pair) else { return }
    var known: PairMarket?
    func marketAfter() -> PairMarket {
      let found = known ?? market()
      known = found
      return found
    }
    for (order, quantity) in share(trade, of: pair) {
      let match = Match(trade: numbers.take(\.trade), price: order.price, quantity: quantity, time: now)
      guard let record = book(order.account).order(order.orderID), record.status.isOpen else { continue }
      fill(order.orderID, of: order.account, by: match, isMaker: true, in: marketAfter())
      tradeOutside(record, match)
      conclude(order.orderID, of: order.account, at: now)
    }
    if !activations.isEmpty { activate(at: now, in: marketAfter()) }
    let seen = pairs[pair]?.see(trade.price) ?? (reached: [], following: [])
    for order in seen.following { books[order.account]?.change(order.orderID) { $0.trailingTime = now } }
    for order in seen.reached {
      trigger(order.orderID, of: order.account, at: now, in: marketAfter())
      activate(at: now, in: marketAfter())
    }
    settle(at: now)
  }

  /// Divides a trade's quantity among what rests, and moves up what waits at its price.
  private mutating func share(
    _ trade: PublicTrade, of pair: Pair
  ) -> [(order: PairBook.Resting, quantity: Quantity)] {
    var left = trade.quantity
    var shares: [(order: PairBook.Resting, quantity: Quantity)] = []
    for side in Side.allCases {
      var passed = Quantity.zero
      for order in pairs[pair]?.resting(side) ?? [] {
        let isBeyond = side == .buy ? trade.price < order.price : trade.price > order.price
        guard left > .zero, isBeyond || trade.price == order.price else { break }
        if isBeyond {
          // Whatever came before it is gone.
          if order.ahead > .zero { pairs[pair]?.advance(side, at: order.price, by: order.ahead) }
        } else {
          let before = min(left, max(.zero, order.ahead - passed))
          passed = passed + before
          left = left - before
        }
        let remaining = book(order.account).order(order.orderID)?.remaining ?? .zero
        let quantity = min(left, remaining)
        guard quantity > .zero else { continue }
        shares.append((order, quantity))
        left = left - quantity
      }
      if passed > .zero { pairs[pair]?.advance(side, at: trade.price, by: passed) }
    }
    return shares
  }

  /// Wakes an order whose price was reached: the other one of its OCO ends, and it goes to the book.
  private mutating func trigger(_ id: Int64, of account: VenueAccountID, at now: Instant, in market: PairMarket) {
    guard let record = book(account).order(id), record.status.isOpen, !record.isWorking else { return }
    pairs[record.pair]?.remove(id, record.side)
    expireOCOPartner(of: record, at: now)
    books[account]?.change(id) { record in
      record.isWorking = true
      record.workingTime = now
      record.updateTime = now
    }
    guard let woken = book(account).order(id) else { return }
    hold(for: woken)
    report(.new, id, of: account, at: now)
    take(id, of: account, at: now, in: market)
  }
}
