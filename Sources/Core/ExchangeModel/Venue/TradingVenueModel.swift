// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// The private half of a spot venue as a value: accounts, what they have, their orders, and what becomes of them.
///
/// It behaves as Binance's spot exchange does, exact texts included. Time, names and the market are arguments: what is
/// asked is told the market as it stands then, and ``observe(_:of:at:market:)`` tells of each trade that others make.
/// Every method that changes something appends to the events, in causal order.
public struct TradingVenueModel: Sendable {
  /// What holds for the whole venue.
  public let settings: VenueSettings

  /// A venue without accounts.
  public init(_ settings: VenueSettings = VenueSettings()) {
    self.settings = settings
  }

  // MARK: Accounts

  /// Opens an account; its number must be new.
  public mutating func open(_ account: VenueAccount) {}

  /// The numbers of all accounts, sorted.
  public var accountIDs: [VenueAccountID] { [] }

  /// An account as it stands; nil where there is none of the number.
  public func account(_ id: VenueAccountID) -> VenueAccount? { nil }

  /// Changes what an account is allowed, charged or told by default; without effect where there is none.
  public mutating func update(_ id: VenueAccountID, _ change: (inout VenueAccount) -> Void) {}

  /// Adds to an account, from outside.
  ///
  /// - Parameter amount: above 0.
  public mutating func deposit(_ amount: Fixed, of asset: Asset, to id: VenueAccountID, at now: Instant) {}

  /// Takes from what is free on an account, to the outside.
  ///
  /// - Parameter amount: above 0.
  /// - Throws: -2010 where not so much is free.
  public mutating func withdraw(
    _ amount: Fixed, of asset: Asset, from id: VenueAccountID, at now: Instant
  ) throws(VenueRefusal) {}

  /// The venue's monthly reset: all orders, trades and lists vanish, and the account has what it is given.
  public mutating func wipe(at now: Instant, funds: [VenueAccountID: [Asset: Fixed]]) {}

  // MARK: Orders

  /// Places an order.
  ///
  /// - Parameter market: the market of the order's pair.
  public mutating func place(
    _ order: NewVenueOrder, by id: VenueAccountID, at now: Instant, in market: PairMarket
  ) throws(VenueRefusal) -> VenuePlacement { throw .unsupportedCombination }

  /// Judges an order as the entrance does, without sending it to the matching engine: neither balances nor what is open
  /// matter.
  public func test(_ order: NewVenueOrder, by id: VenueAccountID, in market: PairMarket) throws(VenueRefusal) {}

  /// Places orders that belong together.
  ///
  /// - Parameter market: the market of the orders' pair.
  public mutating func place(
    _ list: NewVenueOrderList, by id: VenueAccountID, at now: Instant, in market: PairMarket
  ) throws(VenueRefusal) -> VenueListPlacement { throw .unsupportedCombination }

  /// Takes an order back and, where it belongs to a list, the list.
  ///
  /// - Parameter status: the pair's.
  public mutating func cancel(
    _ request: VenueCancelRequest, by id: VenueAccountID, at now: Instant, status: TradingStatus = .trading
  ) throws(VenueRefusal) -> VenueCancelReport { throw .unsupportedCombination }

  /// Takes back all that an account has open on a pair.
  ///
  /// - Throws: -2011 where nothing is open.
  public mutating func cancelAll(
    of pair: Pair, by id: VenueAccountID, at now: Instant, status: TradingStatus = .trading
  ) throws(VenueRefusal) -> [VenueCancelReport] { throw .unsupportedCombination }

  /// Takes a list back.
  public mutating func cancelList(
    of pair: Pair, listID: Int64?, clientListID: String?, newClientOrderID: String? = nil, by id: VenueAccountID,
    at now: Instant, status: TradingStatus = .trading
  ) throws(VenueRefusal) -> VenueListCancellation { throw .unsupportedCombination }

  /// Takes an order back and places another.
  ///
  /// - Returns: what became of the halves, also where both failed.
  /// - Throws: what the entrance says of the new order; then nothing was attempted.
  public mutating func replace(
    _ request: VenueReplaceRequest, by id: VenueAccountID, at now: Instant, in market: PairMarket
  ) throws(VenueRefusal) -> VenueReplacement { throw .unsupportedCombination }

  /// Makes an order smaller without losing its place in the queue; of an OCO both orders.
  public mutating func amend(
    _ request: VenueAmendRequest, by id: VenueAccountID, at now: Instant, in market: PairMarket
  ) throws(VenueRefusal) -> VenueAmended { throw .unsupportedCombination }

  // MARK: Queries

  /// An order. By the client's name it is the newest one of that name.
  ///
  /// - Throws: -2013 where there is none, -2039 where the two names don't go together.
  public func order(
    _ name: VenueOrderName, of pair: Pair, by id: VenueAccountID
  ) throws(VenueRefusal) -> VenueOrderRecord { throw .noSuchOrder }

  /// What is open, by rising number; on one pair or on all.
  public func openOrders(of pair: Pair? = nil, by id: VenueAccountID) -> [VenueOrderRecord] { [] }

  /// All orders of a pair that are kept, by rising number.
  public func allOrders(of pair: Pair, by id: VenueAccountID) -> [VenueOrderRecord] { [] }

  /// The trades of a pair that are kept, by rising number.
  public func trades(of pair: Pair, by id: VenueAccountID) -> [VenueTrade] { [] }

  /// The trades of an order, by rising number.
  public func trades(ofOrder orderID: Int64, by id: VenueAccountID) -> [VenueTrade] { [] }

  /// A list, by its number or the client's name for it.
  ///
  /// - Throws: -2018 where there is none.
  public func list(
    listID: Int64?, clientListID: String?, by id: VenueAccountID
  ) throws(VenueRefusal) -> VenueOrderListRecord { throw .noSuchList }

  /// All lists that are kept, by rising number.
  public func lists(by id: VenueAccountID) -> [VenueOrderListRecord] { [] }

  /// The lists of which something is open, by rising number.
  public func openLists(by id: VenueAccountID) -> [VenueOrderListRecord] { [] }

  /// How an order was amended, oldest first.
  public func amendments(ofOrder orderID: Int64, by id: VenueAccountID) -> [VenueAmendment] { [] }

  /// The matches of a pair that self-trade prevention kept from happening, by rising number.
  public func preventedMatches(of pair: Pair, by id: VenueAccountID) -> [VenuePreventedMatch] { [] }

  /// How many orders the account has placed that haven't been filled, per limit.
  public func orderCounts(of id: VenueAccountID, at now: Instant) -> [VenueOrderCount] { [] }

  // MARK: The market

  /// Whether any order of a pair is open, so that its trades matter.
  public func awaits(_ pair: Pair) -> Bool { false }

  /// Takes notice of a trade that others made: it fills what rests, and wakes what waits for a price.
  ///
  /// - Parameter market: the market after the trade; asked only where something comes of it.
  public mutating func observe(
    _ trade: PublicTrade, of pair: Pair, at now: Instant, market: () -> PairMarket
  ) {}

  // MARK: Events

  /// Takes the events that have happened since they were last taken, in causal order.
  public mutating func takeEvents() -> [VenueEvent] { [] }
}
