// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// Who owns what on an account, by asset. The venue shows one balance per asset; what bots own of it follows from their
/// journals, and the rest is external: a person's, or another program's, and never touched.
///
/// For every asset the parts add up to the venue's balance, always: what is external is what is left. Where that would
/// be less than nothing, bots own more than there is, and ``shortfalls`` says how much is missing.
public struct AccountLedger: Hashable, Sendable {
  /// What bots own and what is left over from their trades, by asset.
  private var holdings: [Asset: Holding] = [:]
  /// The parts of each bot, so that they can be taken out again.
  private var bots: [BotNumber: BotHoldings] = [:]
  /// What the venue says; nil before it was asked.
  public private(set) var balances: [Asset: Balance]?
  /// When the balance of an asset was said last, by the venue's clock.
  private var saidAt: [Asset: Instant] = [:]
  private var suspects: [Asset: Suspicion] = [:]
  /// ``shortfalls`` as they were judged last.
  private var judged: [Asset: Fixed] = [:]

  private struct Holding: Hashable, Sendable {
    var owned = Fixed.zero
    var reserved = Fixed.zero
    var dust = Fixed.zero
  }

  /// An asset of which too little is there.
  private struct Suspicion: Hashable, Sendable {
    let since: Instant
    var isConfirmed: Bool
  }

  /// A ledger of an account that nobody has asked about yet.
  public init() {}

  // MARK: What bots own

  /// Takes what a bot owns now, in place of what it owned before. Owning nothing takes it out.
  public mutating func set(_ holdings: BotHoldings, of bot: BotNumber) {
    if let before = bots.removeValue(forKey: bot) { add(before, sign: -1) }
    guard !holdings.isEmpty else { return }
    bots[bot] = holdings
    add(holdings, sign: 1)
  }

  private mutating func add(_ parts: BotHoldings, sign: Int) {
    func change(_ part: WritableKeyPath<Holding, Fixed>, by amounts: [Asset: Fixed]) {
      for (asset, amount) in amounts {
        let change = sign < 0 ? Fixed.zero - amount : amount
        holdings[asset, default: Holding()][keyPath: part] = holdings[asset, default: Holding()][keyPath: part] + change
      }
    }
    change(\.owned, by: parts.owned)
    change(\.reserved, by: parts.reserved)
    change(\.dust, by: parts.dust)
    for asset in Set(parts.owned.keys).union(parts.dust.keys) where holdings[asset] == Holding() {
      holdings[asset] = nil
    }
  }

  /// What a bot owns.
  public func holdings(of bot: BotNumber) -> BotHoldings { bots[bot] ?? BotHoldings() }

  // MARK: What the venue says

  /// Takes all balances of the account, as the venue told them.
  public mutating func take(_ snapshot: AccountBalances) {
    balances = snapshot.assets
    saidAt = snapshot.assets.mapValues { _ in snapshot.time }
  }

  /// Takes balances of some assets; one that is older than what is known is left out. Before all were told they say
  /// nothing.
  public mutating func take(_ changed: [Asset: Balance], at time: Instant) {
    guard balances != nil else { return }
    for (asset, balance) in changed where (saidAt[asset] ?? .epoch) <= time {
      balances?[asset] = balance
      saidAt[asset] = time
    }
  }

  // MARK: What follows

  /// What the account has of an asset that no bot owns, never less than nothing; nil before the venue was asked.
  public func external(_ asset: Asset) -> Fixed? {
    rest(of: asset).map { max(.zero, $0) }
  }

  /// Who owns an asset: parts that add up to the venue's balance, but for ``AssetOwnership/missing``. Nil before the
  /// venue was asked.
  public func ownership(of asset: Asset) -> AssetOwnership? {
    guard let rest = rest(of: asset) else { return nil }
    let parts = holdings[asset] ?? Holding()
    return AssetOwnership(
      asset: asset, total: balances?[asset]?.total ?? .zero,
      bots: bots.compactMapValues { holdings in
        let owned = holdings.owned[asset] ?? .zero
        let reserved = holdings.reserved[asset] ?? .zero
        return owned.isZero && reserved.isZero ? nil : AssetOwnership.Share(owned: owned, reserved: reserved)
      },
      dust: parts.dust, external: max(.zero, rest), missing: max(.zero, .zero - rest))
  }

  /// Every asset that the account or a bot has, by name.
  public var assets: [Asset] {
    Set(holdings.keys).union((balances ?? [:]).filter { !$0.value.total.isZero }.keys).sorted()
  }

  /// Looks at what is missing, in a moment in which what the venue said and what is booked can be compared.
  ///
  /// Reports and balances cross on the way, so one look proves nothing: an asset is short once two looks that are
  /// `apart` milliseconds from each other found it so, and until one finds it whole.
  ///
  /// - Returns: whether ``shortfalls`` has changed.
  public mutating func judge(at now: Instant, apart: Int64 = 5_000) -> Bool {
    guard balances != nil else { return false }
    var missing: Set<Asset> = []
    for asset in holdings.keys {
      guard let rest = rest(of: asset), rest < .zero else { continue }
      missing.insert(asset)
      guard let first = suspects[asset] else {
        suspects[asset] = Suspicion(since: now, isConfirmed: false)
        continue
      }
      if now.milliseconds(since: first.since) >= apart { suspects[asset]?.isConfirmed = true }
    }
    suspects = suspects.filter { missing.contains($0.key) }
    let found = shortfalls
    defer { judged = found }
    return found != judged
  }

  /// Whether something is missing, sure or not.
  public var isSuspicious: Bool { !suspects.isEmpty }

  /// What is missing of assets of which bots own more than there is, once it is sure: no entry may use them.
  public var shortfalls: [Asset: Fixed] {
    var short: [Asset: Fixed] = [:]
    for (asset, suspicion) in suspects where suspicion.isConfirmed {
      if let rest = rest(of: asset), rest < .zero { short[asset] = .zero - rest }
    }
    return short
  }

  private func rest(of asset: Asset) -> Fixed? {
    guard let balances else { return nil }
    let parts = holdings[asset] ?? Holding()
    return (balances[asset]?.total ?? .zero) - parts.owned - parts.dust
  }
}
