// SPDX-License-Identifier: Apache-2.0

import TradingModel

extension TradingVenueModel {
  /// Adds to what is free; a negative amount takes away.
  mutating func credit(_ amount: Fixed, of asset: Asset, to id: VenueAccountID) {
    books[id]?.account.balances[asset, default: Balance()].free += amount
    precondition(book(id).account.balance(of: asset).free >= .zero, "what is free is never below 0")
    touch(id, asset)
  }

  /// In which asset an order is paid.
  func spentAsset(_ record: VenueOrderRecord) -> Asset { record.side == .buy ? record.pair.quote : record.pair.base }

  /// What an open order holds: of a sale the rest of the quantity; of a buy its price × the rest, of one without a limit
  /// the stop price × the rest. A trailing buy with neither holds nothing, and is judged when it wakes.
  func need(of record: VenueOrderRecord) -> Fixed {
    guard record.status == .new || record.status == .partiallyFilled else { return .zero }
    if record.side == .sell { return record.remaining.value }
    let price = record.order.price ?? (record.isWorking ? nil : record.order.stopPrice)
    return price.map { VenueArithmetic.hold(for: record.remaining, at: $0) } ?? .zero
  }

  /// What an order's funds are held under: an OCO's two orders hold the larger of their needs together.
  func holdKey(_ record: VenueOrderRecord) -> AccountBook.HoldKey {
    guard let listID = record.listID, ocoPartnerID(of: record) != nil else { return .order(record.id) }
    return .oco(list: listID)
  }

  /// What is to be held where an order's own is `own`.
  private func need(under key: AccountBook.HoldKey, of record: VenueOrderRecord, own: Fixed) -> Fixed {
    guard case .oco = key, let partner = ocoPartner(of: record) else { return own }
    return max(own, need(of: partner))
  }

  /// Holds what an order needs as it is now, or a given amount, and lets the rest go.
  mutating func hold(for record: VenueOrderRecord, own: Fixed? = nil) {
    let key = holdKey(record)
    let held = book(record.account).holds[key] ?? .zero
    let needed = need(under: key, of: record, own: own ?? need(of: record))
    guard held != needed else { return }
    lock(needed - held, under: key, of: record)
  }

  /// Moves from free to locked; a negative amount moves back.
  private mutating func lock(_ amount: Fixed, under key: AccountBook.HoldKey, of record: VenueOrderRecord) {
    let (account, asset) = (record.account, spentAsset(record))
    let held = (book(account).holds[key] ?? .zero) + amount
    books[account]?.holds[key] = held.isZero ? nil : held
    books[account]?.account.balances[asset, default: Balance()].locked += amount
    credit(-amount, of: asset, to: account)
  }

  /// Pays for a fill out of what is held, after the order was changed by it.
  mutating func pay(_ amount: Fixed, for record: VenueOrderRecord) {
    let key = holdKey(record)
    let held = book(record.account).holds[key] ?? .zero
    let isMarket = record.isWorking && record.order.price == nil
    let own = isMarket && record.status.isOpen ? max(.zero, held - amount) : need(of: record)
    lock(need(under: key, of: record, own: own) - held, under: key, of: record)
    credit(-amount, of: spentAsset(record), to: record.account)
  }

  /// Takes the fee of what a fill brought: from it, or in the venue's own asset where the account wants that, the price
  /// is known and enough is free. Fees are rounded down to 8 places.
  mutating func takeFee(
    on amount: Fixed, of asset: Asset, from id: VenueAccountID, rate: Ratio, in market: PairMarket
  ) -> Commission {
    let commission =
      discounted(amount, of: asset, on: id, rate: rate, in: market)
      ?? Commission(asset: asset, amount: VenueArithmetic.fee(amount, at: rate))
    credit(-commission.amount, of: commission.asset, to: id)
    flows[commission.asset, default: VenueFlow()].fees += commission.amount
    return commission
  }

  private func discounted(
    _ amount: Fixed, of asset: Asset, on id: VenueAccountID, rate: Ratio, in market: PairMarket
  ) -> Commission? {
    let account = book(id).account
    guard account.usesDiscount, let own = settings.discountAsset else { return nil }
    let price = asset == own ? Price(.one) : market.discountPrices[asset] ?? .zero
    guard price > .zero,
      let full = try? amount.multiplied(by: rate.value, rounding: .down),
      let reduced = try? full.multiplied(by: account.discountMultiplier.value, rounding: .down)
    else { return nil }
    let fee = VenueArithmetic.amount(reduced, for: price)
    return account.balance(of: own).free >= fee ? Commission(asset: own, amount: fee) : nil
  }
}
