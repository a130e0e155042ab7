// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import TradingModel

/// Answers what accounts ask, by REST and by the WebSocket API: checks who asks, and lets faults do what they do.
struct PrivateDesk: Sendable {
  let trading: TradingDesk
  let keys: KeyRing
  let states: VenueStates
  let limits: RequestLimits
  let faults: FaultBook

  /// A request with who asks, by key and signature or by the session that is logged on.
  struct Call {
    let operation: PrivateOperation
    let access: Access
    let unit: VenueTimeUnit
    let address: String
    var isBySocket = false
    /// When it came, and when it is carried out.
    let arrived: Instant
    let now: Instant
    let wall: Instant
    /// With what it is answered whatever becomes of it.
    var failure: RequestFault.Failure?
  }

  /// How a client says who it is.
  enum Access {
    case key(String?, SignedText, RestParameters)
    case session(KeyRing.Holder, RestParameters)
    /// What was sent can't be read.
    case refused(RestRefusal)

    fileprivate var parameters: RestParameters? {
      switch self {
      case .key(_, _, let parameters), .session(_, let parameters): parameters
      case .refused: nil
      }
    }
  }

  /// What a client gets.
  struct Served {
    /// Nil where it gets nothing.
    var answer: RestAnswer?
    /// Whether its connection stays open where it gets nothing.
    var isSilent = false
    /// What the minute has used; nil for an address that is banned.
    var used: Int?
    var orderCounts: [VenueOrderCount] = []
  }

  /// What the venue's clock says.
  func clock(at now: Instant) -> Instant { now.advanced(byMilliseconds: states.skew(at: now)) }

  /// Who sends a request; refuses one that isn't signed as it should be.
  func admit(_ access: Access, at now: Instant) throws(RestRefusal) -> SignedRequest {
    let revoked = { (key: String) in faults.isRevoked(key, at: now) }
    switch access {
    case .key(let key, let text, let parameters):
      return try SignedRequest(
        apiKey: key, text: text, parameters: parameters, keys: keys, now: clock(at: now), revoked: revoked)
    case .session(let holder, let parameters):
      guard !revoked(holder.key.apiKey) else { throw .rejectedKey }
      return try SignedRequest(of: holder, parameters: parameters, now: clock(at: now))
    case .refused(let refusal): throw refusal
    }
  }

  /// Serves a request, and spends what it costs.
  func serve(_ call: Call) -> Served {
    let operation = call.operation
    let weight = call.access.parameters.map(operation.weight) ?? 0
    let verdict = limits.spend(weight, of: call.address, at: call.wall)
    if let (refusal, retryAt) = verdict.refusal {
      let answer: RestAnswer =
        call.isBySocket
        ? ApiReply.limited(refusal, until: retryAt, at: call.wall)
        : .limited(refusal, until: retryAt, at: call.wall)
      return Served(answer: answer, used: verdict.used)
    }
    var served = Served(used: verdict.used)
    do throws(RestRefusal) {
      let signed = try admit(call.access, at: call.arrived)
      guard signed.holder.key.rights.canTrade || !operation.needsTrading else { throw .rejectedKey }
      guard let account = trading.accountID(signed.holder.account) else { throw .rejectedKey }
      try signed.check(at: clock(at: call.now))
      let request = DeskRequest(
        operation: operation, parameters: signed.parameters, account: account, unit: call.unit,
        hiding: faults.hiding(at: call.now) ?? 0)
      try carryOut(request, call, &served)
    } catch {
      served.answer = RestAnswer(error)
      let extra = (call.access.parameters.map(operation.failedWeight) ?? 1) - weight
      if extra > 0 { served.used = limits.spend(extra, of: call.address, at: call.wall).used }
    }
    if served.answer != nil, let failure = call.failure {
      served.answer = RestAnswer(.failure(failure.status, code: failure.code))
    }
    return served
  }

  private func carryOut(_ request: DeskRequest, _ call: Call, _ served: inout Served) throws(RestRefusal) {
    let fault = request.operation.changes ? faults.outcome(of: request.operation.faultNames, at: call.now) : nil
    if let fault, case .drop(let delay) = fault.effect {
      served.isSilent = fault.isSilent
      if let delay {
        trading.later(at: call.now.advanced(byMilliseconds: delay)) { visit in _ = try? request.answer(&visit) }
      }
      return
    }
    let showsCounts = request.operation.countsOrders
    let outcome = trading.visit(at: call.now) { visit in
      let answer = Result { () throws(RestRefusal) in try request.answer(&visit) }
      return (answer, showsCounts ? visit.venue.orderCounts(of: request.account, at: visit.now) : [])
    }
    served.orderCounts = outcome.1
    guard fault == nil else {
      served.isSilent = fault?.isSilent ?? false
      return
    }
    served.answer = RestAnswer(try outcome.0.get())
  }
}

extension VenueOrderCount {
  /// The header that tells it, such as `X-MBX-ORDER-COUNT-10S`.
  var headerName: String { "X-MBX-ORDER-COUNT-\(limit.count)\(limit.unit.rawValue.prefix(1))" }
}
