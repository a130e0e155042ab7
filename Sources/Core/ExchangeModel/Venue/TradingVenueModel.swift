// SPDX-License-Identifier: Apache-2.0

import DequeModule
public import TradingModel

/// The private half of a spot venue as a value: accounts, what they have, their orders, and what becomes of them.
///
/// It behaves as Binance's spot exchange does, exact texts included. Time, names and the market are arguments: what is
/// asked is told the market as it stands then, and ``observe(_:of:at:market:)`` tells of each trade that others make.
/// Every method that changes something appends to the events, in causal order.
///
/// - An order that takes takes what others offer, level by level, and what rests of the model's own accounts, by price
///   and time. What was taken of a level stays taken until the level changes.
/// - An account that is named exists, else the program is wrong.
///
/// Where Binance's documents are silent this was chosen: a stop-loss or take-profit buy without a limit holds its stop
/// price × its quantity; the first fill of an OCO's limit order ends the other; an order that is amended to what is
/// filled of it expires; orders that can't go live when their turn comes expire as `REJECTED`; while a pair is closed
/// (and not `CANCEL_ONLY`) nothing is taken back; trades of the model's own accounts wake no stop orders, only the
/// trades that others make do.
public struct TradingVenueModel: Sendable {
  /// What holds for the whole venue.
  public let settings: VenueSettings
  /// Where every asset came from and went.
  public internal(set) var flows: [Asset: VenueFlow] = [:]

  var books: [VenueAccountID: AccountBook] = [:]
  var pairs: [Pair: PairBook] = [:]
  var numbers: VenueNumbers
  var events: Deque<VenueEvent> = []
  /// Accounts that something happened to since their balances were last told, and the assets that may have changed.
  var touched: [(id: VenueAccountID, assets: Set<Asset>)] = []
  /// Lists whose working order is filled and whose pending orders are to go live.
  var activations: Deque<(account: VenueAccountID, list: Int64)> = []

  /// A venue without accounts.
  public init(_ settings: VenueSettings = VenueSettings()) {
    self.settings = settings
    numbers = VenueNumbers(from: settings.firstNumber)
  }

  // MARK: Accounts

  /// Opens an account; its number must be new.
  public mutating func open(_ account: VenueAccount) {
    precondition(books[account.id] == nil, "an account is opened once")
    books[account.id] = AccountBook(account, limits: settings.orderLimits.count)
    for (asset, balance) in account.balances { flows[asset, default: VenueFlow()].deposited += balance.total }
  }

  /// The numbers of all accounts, sorted.
  public var accountIDs: [VenueAccountID] { books.keys.sorted() }

  /// An account as it stands; nil where there is none of the number.
  public func account(_ id: VenueAccountID) -> VenueAccount? { books[id]?.account }

  /// Changes what an account is allowed, charged or told by default; without effect where there is none.
  public mutating func update(_ id: VenueAccountID, _ change: (inout VenueAccount) -> Void) {
    guard var account = books[id]?.account else { return }
    change(&account)
    precondition(account.id == id, "an account keeps its number")
    books[id]?.account = account
  }

  /// Adds to an account, from outside.
  ///
  /// - Parameter amount: above 0.
  public mutating func deposit(_ amount: Fixed, of asset: Asset, to id: VenueAccountID, at now: Instant) {
    precondition(amount.isPositive, "something is deposited")
    move(amount, of: asset, on: id, at: now)
  }

  /// Takes from what is free on an account, to the outside.
  ///
  /// - Parameter amount: above 0.
  /// - Throws: -2010 where not so much is free.
  public mutating func withdraw(
    _ amount: Fixed, of asset: Asset, from id: VenueAccountID, at now: Instant
  ) throws(VenueRefusal) {
    precondition(amount.isPositive, "something is withdrawn")
    guard book(id).account.balance(of: asset).free >= amount else { throw .insufficientBalance }
    move(-amount, of: asset, on: id, at: now)
  }

  private mutating func move(_ change: Fixed, of asset: Asset, on id: VenueAccountID, at now: Instant) {
    credit(change, of: asset, to: id)
    flows[asset, default: VenueFlow()].deposited += change
    append(.balance(asset, change: change), to: id, at: now)
    settle(at: now)
  }

  /// The venue's monthly reset: all orders, trades and lists vanish, and each account has what it is given.
  public mutating func wipe(at now: Instant, funds: [VenueAccountID: [Asset: Fixed]]) {
    flows = [:]
    for pair in pairs.keys { pairs[pair]?.removeAll() }
    for id in accountIDs {
      guard var account = books[id]?.account else { continue }
      account.balances = (funds[id] ?? [:]).mapValues { Balance(free: $0) }
      account.updateTime = now
      var book = AccountBook(account, limits: settings.orderLimits.count)
      book.counts = self.book(id).counts
      books[id] = book
      for (asset, balance) in account.balances { flows[asset, default: VenueFlow()].deposited += balance.free }
      append(.wiped(balances(of: Set(account.balances.keys), on: id)), to: id, at: now)
    }
  }

  /// The book of an account that there is.
  func book(_ id: VenueAccountID) -> AccountBook {
    guard let book = books[id] else { preconditionFailure("the account \(id.value) is open") }
    return book
  }
}
