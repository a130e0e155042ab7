// SPDX-License-Identifier: Apache-2.0
import ControlPlane
import Ports
import RiskRules
import Synchronization
import TradingModel

/// A live account whose venue fills every order at once, at 100, as far as a test lets it.
final class ScriptedAccount: LiveDesk {
  let account = AccountName.default
  let feeRate = Ratio.zero
  let isAllowed: Bool
  let accepted: Set<String>
  let isRealMoney: Bool
  private let restriction: Result<KeyRestrictions?, VenueFailure>
  private let state: Mutex<State>

  struct State {
    var tell: (@Sendable (AccountNotice) -> Void)?
    var sent: [OrderRequest] = []
    var balances: [Asset: Balance]
    var restored: [ClientOrderID] = []
    var settled: [ClientOrderID] = []
    var isRunning = false
    var fills = true
  }

  init(
    usdt: Fixed = 1000, isAllowed: Bool = true, isRealMoney: Bool = false, accepted: Set<String> = [],
    restriction: Result<KeyRestrictions?, VenueFailure> = .success(nil)
  ) {
    self.isAllowed = isAllowed
    self.isRealMoney = isRealMoney
    self.accepted = accepted
    self.restriction = restriction
    state = Mutex(State(balances: Asset("USDT").map { [$0: Balance(free: usdt)] } ?? [:]))
  }

  /// The same account as another process finds it.
  func renewed() -> ScriptedAccount {
    let other = ScriptedAccount(
      isAllowed: isAllowed, isRealMoney: isRealMoney, accepted: accepted, restriction: restriction)
    let balances = state.withLock { $0.balances }
    other.state.withLock { $0.balances = balances }
    return other
  }

  var setup: AccountSetup.Live {
    AccountSetup.Live(
      desk: self, run: { self.state.withLock { $0.isRunning = true } },
      restrictions: { () throws(VenueFailure) in try self.restriction.get() }, accepted: accepted,
      isRealMoney: isRealMoney)
  }

  var sent: [OrderRequest] { state.withLock { $0.sent } }
  var settled: [ClientOrderID] { state.withLock { $0.settled } }
  var restored: [ClientOrderID] { state.withLock { $0.restored } }
  /// Whether anybody needed it.
  var isOpen: Bool { state.withLock { $0.tell != nil } }

  /// Has orders rest.
  func holdFills() { state.withLock { $0.fills = false } }

  /// Tells what happens.
  func tell(_ notice: AccountNotice) { state.withLock { $0.tell }?(notice) }

  /// Tells what it has, as a look at the whole account does.
  func tellBalances(_ change: (inout [Asset: Balance]) -> Void = { _ in }, at time: Instant = .epoch) {
    let balances = state.withLock { state in
      change(&state.balances)
      return state.balances
    }
    tell(.balances(AccountBalances(assets: balances, time: time, canTrade: true)))
  }

  func open(_ tell: @escaping @Sendable (AccountNotice) -> Void) {
    state.withLock { $0.tell = tell }
    tellBalances()
    tell(.hold(nil))
  }

  func send(_ request: OrderRequest, _ decided: Decided) {
    let fills = state.withLock { state in
      state.sent.append(request)
      return state.fills
    }
    switch request {
    case .place(let order, let id):
      var reports = [OrderEvent(order: id, report: .accepted(exchangeOrderID: "\(id.sequence)"), time: .epoch)]
      if fills {
        let report = OrderEvent.Report.filled(
          id: FillID("f\(id.sequence)"), price: Price(100), quantity: order.terms.quantity, fee: .zero)
        reports.append(OrderEvent(order: id, report: report, time: .epoch))
        book(order.terms)
      }
      tell(.reports(reports))
    case .cancel(let id, _):
      tell(.reports([OrderEvent(order: id, report: .canceled(reason: "canceled"), time: .epoch)]))
    case .query: break
    }
  }

  private func book(_ terms: OrderTerms) {
    let (quantity, value) = (terms.quantity.value, Fixed(100) * terms.quantity)
    state.withLock { state in
      let sign: Fixed = terms.side == .buy ? quantity : .zero - quantity
      let cost: Fixed = terms.side == .buy ? .zero - value : value
      state.balances[terms.pair.base, default: Balance()].free += sign
      state.balances[terms.pair.quote, default: Balance()].free += cost
    }
  }

  func restore(_ order: Order, fills: [FillID]) { state.withLock { $0.restored.append(order.clientOrderID) } }
  func settle(_ id: ClientOrderID) { state.withLock { $0.settled.append(id) } }
  func lookAgain(after wait: Duration) {}
  func follow(_ state: VenueOrderState, fill: VenueFill?) {}
}

extension Fixed {
  fileprivate static func * (price: Fixed, quantity: Quantity) -> Fixed {
    (try? price.multiplied(by: quantity.value, rounding: .halfEven)) ?? .zero
  }

  fileprivate static func += (left: inout Fixed, right: Fixed) { left = left + right }
}
