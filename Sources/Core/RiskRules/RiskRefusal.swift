// SPDX-License-Identifier: Apache-2.0

public import BotModel
public import TradingModel

/// Why an order was not approved: one case per rule, with the limit and the value that broke it.
public enum RiskRefusal: Error, Hashable, Sendable {
  /// The bot opens nothing now.
  case entriesHeld(reason: String)
  /// The kill switch is on.
  case killSwitch(reason: String)
  /// Something about the account must be put right first.
  case accountHeld(reason: String)
  /// A protection holds the pair back, because of how trades went.
  case locked(Pair, PairLock)
  /// What would be left of the position could not be sold.
  case restTooSmall(FilterViolation)
  /// The pair is not in the bot's list.
  case notWhitelisted(Pair)
  /// The pair is in the bot's blacklist.
  case blacklisted(Pair)
  /// The venue has no such pair.
  case unknownPair(Pair)
  /// No price is known yet.
  case noPrice(Pair)
  /// A trade of the pair is open already.
  case alreadyInMarket(Pair)
  /// All slots are taken.
  case slotsFull(limit: Int, open: Int)
  /// Too many orders rest.
  case openOrders(limit: Int, open: Int)
  /// Today's loss has reached its limit.
  case dailyLoss(limit: Money, loss: Money)
  /// The drawdown has reached its limit.
  case drawdown(limit: Ratio, drawdown: Ratio)
  /// The stake is 0 or below.
  case stakeNotPositive(Money)
  /// The entry's value is above its limit.
  case tradeValue(limit: Money, value: Money)
  /// All exposure would be above its limit.
  case exposure(limit: Money, value: Money)
  /// The pair's exposure would be above its limit.
  case exposureOfPair(limit: Money, value: Money)
  /// The wallet does not hold the entry's value and fee.
  case wallet(free: Money, needed: Money)
  /// The venue would refuse it.
  case filter(FilterViolation)
  /// A product can't be represented.
  case arithmetic(ArithmeticError)

  /// One word for machines: the limit's name as in the API where it has one.
  public var rule: String {
    switch self {
    case .entriesHeld: "entries_held"
    case .killSwitch: "kill_switch"
    case .accountHeld: "account"
    case .locked: "protections"
    case .restTooSmall: "rest"
    case .notWhitelisted: "pairs"
    case .blacklisted: "pair_blacklist"
    case .unknownPair: "unknown_pair"
    case .noPrice: "no_price"
    case .alreadyInMarket: "already_in_market"
    case .slotsFull: "max_open_trades"
    case .openOrders: "max_open_orders"
    case .dailyLoss: "max_daily_loss"
    case .drawdown: "max_drawdown"
    case .stakeNotPositive: "stake_amount"
    case .tradeValue: "max_trade_value"
    case .exposure: "max_exposure"
    case .exposureOfPair: "max_exposure_per_pair"
    case .wallet: "wallet"
    case .filter: "exchange_filter"
    case .arithmetic: "arithmetic"
    }
  }
}

extension RiskRefusal: CustomStringConvertible {
  /// A sentence with limit and value.
  public var description: String {
    switch self {
    case .entriesHeld(let reason): "the bot opens nothing now: \(reason)"
    case .killSwitch(let reason): "the kill switch is on: \(reason)"
    case .accountHeld(let reason): "the account opens nothing now: \(reason)"
    case .locked(let pair, let lock): "\(lock.method) holds \(pair) back until \(lock.end): \(lock.reason)"
    case .restTooSmall(let violation): "what would be left could not be sold: \(violation)"
    case .notWhitelisted(let pair): "\(pair) is not one of the bot's pairs"
    case .blacklisted(let pair): "\(pair) is in the bot's pair_blacklist"
    case .unknownPair(let pair): "the venue does not trade \(pair)"
    case .noPrice(let pair): "no price of \(pair) is known yet"
    case .alreadyInMarket(let pair): "a trade of \(pair) is open already"
    case .slotsFull(let limit, let open): "\(open) trades are open and max_open_trades is \(limit)"
    case .openOrders(let limit, let open): "\(open) orders rest and max_open_orders is \(limit)"
    case .dailyLoss(let limit, let loss): "\(loss) was lost today and max_daily_loss is \(limit)"
    case .drawdown(let limit, let drawdown):
      "the drawdown is \(drawdown) and max_drawdown is \(limit); stop and start the bot to measure anew"
    case .stakeNotPositive(let stake): "the stake is \(stake) and must be above 0"
    case .tradeValue(let limit, let value): "the entry's value is \(value) and max_trade_value is \(limit)"
    case .exposure(let limit, let value): "the exposure would be \(value) and max_exposure is \(limit)"
    case .exposureOfPair(let limit, let value):
      "the pair's exposure would be \(value) and max_exposure_per_pair is \(limit)"
    case .wallet(let free, let needed): "the entry needs \(needed) with its fee and \(free) is free"
    case .filter(let violation): violation.description
    case .arithmetic: "the order's value is too large to be computed"
    }
  }
}
