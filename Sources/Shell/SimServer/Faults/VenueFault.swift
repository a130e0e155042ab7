// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import TradingModel

/// What befalls the venue itself for a while: its pairs, its filters, its doors, its clock.
enum VenueFault: Hashable, Sendable {
  /// Pairs are halted and shown with a status; nil for all. `TRADING` lets them be traded again.
  case halt([Pair]?, TradingStatus)
  /// Pairs are listed that weren't before.
  case list([Pair])
  /// Pairs are taken from the list.
  case delist([Pair])
  /// Pairs have other filters; nil for all.
  case filters([Pair]?, NewFilters)
  /// Nothing is traded, requests are answered 503, and there are no connections.
  case maintenance
  /// The venue's clock goes wrong by so many milliseconds.
  case skew(milliseconds: Int64)

  static let names = ["halt", "list_symbol", "delist_symbol", "change_filters", "maintenance", "clock_skew"]

  private static let statuses: [TradingStatus] = [.halt, .break, .cancelOnly, .trading]

  init?(_ member: Node.Member, in scope: FaultScope) throws(FaultProblem) {
    func fields(_ known: [String]) throws(FaultProblem) -> FaultFields {
      try FaultFields(parametersOf: member, in: scope, known: known)
    }
    switch member.key {
    case "halt":
      let fields = try fields(["symbols", "status"])
      self = .halt(try fields.symbols(), try Self.status(fields))
    case "list_symbol": self = .list(try fields(["symbols"]).requiredSymbols(isNewAllowed: true))
    case "delist_symbol": self = .delist(try fields(["symbols"]).requiredSymbols())
    case "change_filters":
      let fields = try fields(["symbols"] + NewFilters.names)
      self = .filters(try fields.symbols(), try NewFilters(fields))
    case "maintenance":
      _ = try fields([])
      self = .maintenance
    case "clock_skew":
      let fields = try fields(["by"])
      guard let milliseconds = Self.offset(fields["by"]) else {
        throw fields.problem("by", give: "a duration such as 300ms or -2s, up to an hour")
      }
      self = .skew(milliseconds: milliseconds)
    default: return nil
    }
  }

  private static func status(_ fields: FaultFields) throws(FaultProblem) -> TradingStatus {
    guard let node = fields["status"] else { return .halt }
    guard let status = statuses.first(where: { $0.word == node.string }) else {
      throw fields.problem("status", give: statuses.map(\.word).joined(separator: ", "))
    }
    return status
  }

  /// `300ms` where the clock is fast, `-2s` where it is slow.
  private static func offset(_ node: Node?) -> Int64? {
    guard let text = node?.string else { return nil }
    let isSlow = text.hasPrefix("-")
    guard let duration = FaultDuration(isSlow ? String(text.dropFirst()) : text), duration.milliseconds <= 3_600_000
    else { return nil }
    return isSlow ? -duration.milliseconds : duration.milliseconds
  }
}

/// The filters that `change_filters` gives.
struct NewFilters: Hashable, Sendable {
  private let change: FilterChange
  /// How many times as large tick and step become; nil where they are given themselves.
  private let coarser: Int64?

  static let names = ["tick_size", "step_size", "min_qty", "max_qty", "min_notional", "coarser"]

  init(_ fields: FaultFields) throws(FaultProblem) {
    coarser = try fields.whole("coarser", in: 2...1_000_000)
    var change = FilterChange()
    change.tick = try Self.decimal("tick_size", fields).map(Price.init)
    change.step = try Self.decimal("step_size", fields).map(Quantity.init)
    change.minimumQuantity = try Self.decimal("min_qty", fields).map(Quantity.init)
    change.maximumQuantity = try Self.decimal("max_qty", fields).map(Quantity.init)
    change.minimumNotional = try Self.decimal("min_notional", fields).map(Money.init)
    guard coarser != nil || change != FilterChange() else {
      throw fields.problem("nothing is to change; give one of \(Self.names.joined(separator: ", "))")
    }
    if coarser != nil, change.tick != nil || change.step != nil {
      throw fields.problem("coarser", give: "either it or tick_size and step_size")
    }
    self.change = change
  }

  private static func decimal(_ key: String, _ fields: FaultFields) throws(FaultProblem) -> Fixed? {
    guard let node = fields[key] else { return nil }
    guard let value = (node.string ?? node.number?.text).flatMap({ Fixed($0) }), value.isPositive,
      value <= Fixed(1_000_000_000_000), value.isMultiple(of: Fixed(units: 10_000))
    else { throw fields.problem(key, give: "a decimal above 0 with at most eight places") }
    return value
  }

  /// The change for a pair by the rules that hold for it.
  func change(of rules: InstrumentRules) -> FilterChange {
    guard let coarser else { return change }
    var change = change
    change.tick = Price(Fixed(units: rules.price.tick.value.units * Int128(coarser)))
    change.step = Quantity(Fixed(units: rules.lot.step.value.units * Int128(coarser)))
    return change
  }
}

extension FaultFields {
  /// Pairs by their symbols; nil where none is given.
  fileprivate func symbols(isNewAllowed: Bool = false) throws(FaultProblem) -> [Pair]? {
    let expectation =
      isNewAllowed ? "symbols such as BTCUSDT, or new pairs such as NEW/USDT" : "symbols such as BTCUSDT"
    guard let texts = try texts("symbols", give: expectation) else { return nil }
    var pairs: [Pair] = []
    for text in texts {
      guard let pair = scope.topics.pair(text) ?? (isNewAllowed ? Pair(text) : nil) else {
        throw problem("symbols", give: expectation + "; there is no \"\(text)\" here")
      }
      pairs.append(pair)
    }
    return pairs
  }

  fileprivate func requiredSymbols(isNewAllowed: Bool = false) throws(FaultProblem) -> [Pair] {
    guard let pairs = try symbols(isNewAllowed: isNewAllowed) else {
      throw problem("symbols", give: "one symbol or several")
    }
    return pairs
  }
}
