// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

/// What an order that takes would meet, step by step, before anything happens.
struct MatchPlan {
  enum Step {
    /// What others offer.
    case outside(price: Price, quantity: Quantity)
    /// An order of one of the accounts.
    case own(PairBook.Resting, quantity: Quantity)
    /// An order that it may not match: the same person's.
    case prevented(PairBook.Resting, mode: SelfTradePrevention, quantity: Quantity)
  }

  fileprivate(set) var steps: [Step] = []
  /// How much would be filled.
  fileprivate(set) var filled = Quantity.zero
  /// What that would cost or bring, without fees.
  fileprivate(set) var value = Money.zero
  /// How much of the base asset is ordered; of an order by value what can be had for it.
  fileprivate(set) var quantity = Quantity.zero
  /// Whether the book ended before the order did.
  fileprivate(set) var isExhausted = false
}

/// An order that takes.
struct Taker {
  let account: VenueAccountID
  let side: Side
  let limit: Price?
  let amount: VenueOrder.Amount
  let mode: SelfTradePrevention

  func accepts(_ price: Price) -> Bool {
    guard let limit else { return true }
    return side == .buy ? price <= limit : price >= limit
  }
}

extension TradingVenueModel {
  /// What an order would meet: the better price first; at one price what was there first.
  func plan(_ taker: Taker, in market: PairMarket) -> MatchPlan {
    var walk = BookWalk(taker, in: market, book: pairs[market.pair] ?? PairBook())
    while let next = walk.next(), walk.wants(next.price) {
      switch next {
      case .outside(let level): walk.takeOutside(level)
      case .own(let resting):
        guard let maker = books[resting.account]?.order(resting.orderID) else { return walk.plan }
        let mode = isSamePerson(taker.account, resting.account) ? taker.mode : .none
        guard walk.meet(resting, of: maker.remaining, mode) else { return walk.plan }
      }
    }
    return walk.finished()
  }

  /// Whether self-trade prevention takes two accounts for one person.
  func isSamePerson(_ left: VenueAccountID, _ right: VenueAccountID) -> Bool {
    guard left != right else { return true }
    guard let group = books[left]?.account.tradeGroup else { return false }
    return books[right]?.account.tradeGroup == group
  }
}

/// Walks the other side of a book, what others offer and the accounts' orders together.
private struct BookWalk {
  enum Offer {
    case outside(DepthLevel)
    case own(PairBook.Resting)

    var price: Price {
      switch self {
      case .outside(let level): level.price
      case .own(let resting): resting.price
      }
    }
  }

  private(set) var plan = MatchPlan()
  private let taker: Taker
  private let rules: InstrumentRules
  private let book: PairBook
  private let side: Side
  private var levels: ArraySlice<DepthLevel>
  private var own: ArraySlice<PairBook.Resting>
  /// What is left of the first level.
  private var levelLeft: Quantity
  /// What was taken of the level that was last taken from.
  private var taken: (price: Price?, quantity: Quantity) = (nil, .zero)
  /// What is left of an order by quantity, or may still be had of one by value.
  private var quantityLeft: Quantity
  private var valueLeft: Money?
  private var lastPrice: Price?

  init(_ taker: Taker, in market: PairMarket, book: PairBook) {
    self.taker = taker
    self.book = book
    rules = market.rules
    side = taker.side == .buy ? .sell : .buy
    levels = (side == .buy ? market.depth.bids : market.depth.asks)[...]
    own = book.resting(side)[...]
    levelLeft = levels.first.map { [side] in book.available($0, side) } ?? .zero
    switch taker.amount {
    case .base(let quantity):
      quantityLeft = quantity
      plan.quantity = quantity
    case .quote(let money):
      valueLeft = money
      quantityLeft = [rules.lot.maximum, rules.marketLot.maximum].filter { $0 > .zero }.min() ?? Quantity(.limit)
    }
  }

  /// What comes next; nil at the end of the book.
  mutating func next() -> Offer? {
    while !levels.isEmpty, levelLeft <= .zero {
      levels.removeFirst()
      levelLeft = levels.first.map { book.available($0, side) } ?? .zero
    }
    guard let resting = own.first else { return levels.first.map { .outside($0) } }
    guard let level = levels.first else { return .own(resting) }
    if level.price != resting.price { return isBetter(level.price, resting.price) ? .outside(level) : .own(resting) }
    return ahead(of: resting) > .zero ? .outside(level) : .own(resting)
  }

  /// How much of what others offer comes before an order still.
  private func ahead(of resting: PairBook.Resting) -> Quantity {
    taken.price == resting.price ? resting.ahead - taken.quantity : resting.ahead
  }

  private func isBetter(_ left: Price, _ right: Price) -> Bool { side == .buy ? left > right : left < right }

  /// Whether anything would be taken at a price.
  func wants(_ price: Price) -> Bool { taker.accepts(price) && affordable(at: price) > .zero }

  private func affordable(at price: Price) -> Quantity {
    guard let valueLeft else { return quantityLeft }
    let most = min(quantityLeft, Quantity(VenueArithmetic.amount(valueLeft.value, for: price)))
    return rules.quantityRoundedDown(most, for: .market)
  }

  mutating func takeOutside(_ level: DepthLevel) {
    var quantity = min(levelLeft, affordable(at: level.price))
    if let resting = own.first, resting.price == level.price { quantity = min(quantity, ahead(of: resting)) }
    levelLeft = levelLeft - quantity
    taken = (level.price, (taken.price == level.price ? taken.quantity : .zero) + quantity)
    plan.steps.append(.outside(price: level.price, quantity: quantity))
    count(quantity, at: level.price, isFilled: true)
  }

  /// Meets an order of an account; false where the taker ends by it.
  mutating func meet(_ resting: PairBook.Resting, of remaining: Quantity, _ mode: SelfTradePrevention) -> Bool {
    own.removeFirst()
    let quantity = min(remaining, affordable(at: resting.price))
    switch mode {
    case .none:
      plan.steps.append(.own(resting, quantity: quantity))
      count(quantity, at: resting.price, isFilled: true)
      return true
    case .expireMaker:
      plan.steps.append(.prevented(resting, mode: mode, quantity: quantity))
      return true
    case .decrement, .transfer:
      plan.steps.append(.prevented(resting, mode: .decrement, quantity: quantity))
      count(quantity, at: resting.price, isFilled: false)
      return true
    case .expireTaker, .expireBoth:
      plan.steps.append(.prevented(resting, mode: mode, quantity: quantity))
      if valueLeft != nil { plan.quantity = plan.quantity + affordable(at: resting.price) }
      return false
    }
  }

  private mutating func count(_ quantity: Quantity, at price: Price, isFilled: Bool) {
    let value = VenueArithmetic.cost(of: quantity, at: price)
    lastPrice = price
    quantityLeft = quantityLeft - quantity
    if let left = valueLeft {
      valueLeft = left - value
      plan.quantity = plan.quantity + quantity
    }
    guard isFilled else { return }
    plan.filled = plan.filled + quantity
    plan.value = plan.value + value
  }

  /// The plan of a book that was walked as far as the order goes.
  mutating func finished() -> MatchPlan {
    plan.isExhausted = next() == nil
    // Of an order by value that the book couldn't fill, the rest counts at the last price there was.
    if valueLeft != nil, plan.isExhausted, let lastPrice { plan.quantity = plan.quantity + affordable(at: lastPrice) }
    return plan
  }
}
