// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// Whether a key may trade with real money, by what the venue says that it may do.
public enum KeyVerdict: Hashable, Sendable {
  /// The venue was not asked yet, or could not be.
  case pending(reason: String)
  /// It may; what a person should know is said.
  case verified(warnings: [String])
  /// The venue can't tell what the key may do.
  case unverifiable
  /// It may not: the reasons.
  case refused([String])

  /// The name by which somebody accepts an account of real money whose venue can't tell what a key may do.
  public static let unverified = "unverified"

  /// Judges a key.
  ///
  /// - Parameters:
  ///   - restrictions: what the venue says; nil where it can't tell.
  ///   - accepted: rights that its owner accepts by their names at the venue.
  ///   - now: the venue's time.
  public init(_ restrictions: KeyRestrictions?, accepting accepted: Set<String>, at now: Instant) {
    guard let restrictions else {
      self = .unverifiable
      return
    }
    var reasons = restrictions.transferRights.filter { !accepted.contains($0) }.map {
      "the key has the right \($0), with which money can be moved away: take it from the key, or accept it by name"
    }
    if !restrictions.maySpotTrade { reasons.append("the key may not trade on spot") }
    if let end = restrictions.tradingEndsAt, end <= now { reasons.append("the key's right to trade ended at \(end)") }
    guard reasons.isEmpty else {
      self = .refused(reasons)
      return
    }
    var warnings = restrictions.transferRights.map { "the key has the right \($0), which was accepted by name" }
    if !restrictions.isBoundToAddresses {
      warnings.append("the key works from any address: bind it to this server's at the venue")
    }
    if let end = restrictions.tradingEndsAt { warnings.append("the key's right to trade ends at \(end)") }
    self = .verified(warnings: warnings)
  }

  /// Why it may not trade with real money; nil where it may.
  ///
  /// - Parameters:
  ///   - isRealMoney: whether the venue's money is real. Where it isn't, what can't be verified may be tried.
  ///   - accepted: what its owner accepts by name.
  public func refusal(isRealMoney: Bool, accepting accepted: Set<String>) -> String? {
    switch self {
    case .verified: nil
    case .pending(let reason): "the account is not verified: \(reason)"
    case .unverifiable:
      isRealMoney && !accepted.contains(Self.unverified)
        ? "what the account's key may do cannot be verified at this venue; accept it by the name \(Self.unverified)"
        : nil
    case .refused(let reasons): "the account is refused: \(reasons.joined(separator: "; "))"
    }
  }

  /// One word for machines: `verified`, `pending`, `cannot_be_verified`, `refused`.
  public var name: String {
    switch self {
    case .pending: "pending"
    case .verified: "verified"
    case .unverifiable: "cannot_be_verified"
    case .refused: "refused"
    }
  }

  /// What a person should know of it.
  public var remarks: [String] {
    switch self {
    case .pending(let reason): [reason]
    case .verified(let warnings): warnings
    case .unverifiable: ["the venue can't tell what the key may do"]
    case .refused(let reasons): reasons
    }
  }
}
