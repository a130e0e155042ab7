// SPDX-License-Identifier: Apache-2.0

import Synchronization
import TradingModel

/// What an address may ask for: weight in a minute, requests and connections in five, counted by the wall.
///
/// Whoever goes on where the limit is reached is banned, longer each time.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/limits
final class RequestLimits: Sendable {
  /// Whether a request is answered.
  enum Verdict: Hashable, Sendable {
    /// It is; the minute has used so much with it.
    case allowed(used: Int)
    /// It is refused until the end of the minute, or of the five where there were too many requests.
    case limited(used: Int, until: Instant, isByRequests: Bool)
    /// The address is banned.
    case banned(until: Instant)
  }

  private struct Account: Sendable {
    var minute: Int64 = 0
    var used = 0
    var spell: Int64 = 0
    var requests = 0
    var connections = 0
    /// How often it asked in this minute though it was told not to.
    var ignored = 0
    var bans = 0
    var bannedUntil = Instant.epoch
    /// The most that was used in a minute, and how many requests were refused, since the start.
    var highest = 0
    var refused = 0
    /// The most connections that were tried to open in five minutes, since the start.
    var highestConnections = 0
  }

  /// What became of an address's requests since the start.
  struct Figures: Hashable, Sendable {
    let address: String
    /// The most weight that was used in a minute.
    let highest: Int
    /// How many requests were answered 429 or 418.
    let refused: Int
    /// The most connections that were tried to open in five minutes.
    let highestConnections: Int
  }

  static let weightPerMinute = 6000
  static let requestsPerFiveMinutes = 300_000
  static let connectionsPerFiveMinutes = 300
  private static let ignoredMax = 20
  private static let firstBan: Int64 = 120_000
  private static let longestBan: Int64 = 3 * 86_400_000

  private let accounts = Mutex<[String: Account]>([:])

  /// Counts a request of an address.
  func spend(_ weight: Int, of address: String, at wall: Instant) -> Verdict {
    accounts.withLock { accounts in
      var account = accounts[address] ?? Account()
      defer { accounts[address] = account }
      Self.turn(&account, at: wall)
      guard wall >= account.bannedUntil else {
        account.refused += 1
        return .banned(until: account.bannedUntil)
      }
      account.used += weight
      account.requests += 1
      account.highest = max(account.highest, account.used)
      let isByRequests = account.requests > Self.requestsPerFiveMinutes
      guard account.used > Self.weightPerMinute || isByRequests else {
        return .allowed(used: account.used)
      }
      account.refused += 1
      account.ignored += 1
      if account.ignored > Self.ignoredMax { return Self.ban(&account, at: wall) }
      let end = isByRequests ? (account.spell + 1) * 300_000 : (account.minute + 1) * 60_000
      return .limited(used: account.used, until: Instant(milliseconds: end), isByRequests: isByRequests)
    }
  }

  /// Counts an attempt to open a connection, and tells whether it may be.
  func connect(_ address: String, at wall: Instant) -> Bool {
    accounts.withLock { accounts in
      var account = accounts[address] ?? Account()
      defer { accounts[address] = account }
      Self.turn(&account, at: wall)
      account.connections += 1
      account.highestConnections = max(account.highestConnections, account.connections)
      return account.connections <= Self.connectionsPerFiveMinutes
    }
  }

  /// What became of everybody's requests, by address.
  var figures: [Figures] {
    accounts.withLock { accounts in
      accounts.sorted { $0.key < $1.key }.map {
        Figures(
          address: $0.key, highest: $0.value.highest, refused: $0.value.refused,
          highestConnections: $0.value.highestConnections)
      }
    }
  }

  private static func turn(_ account: inout Account, at wall: Instant) {
    let (minute, spell) = (wall.milliseconds / 60_000, wall.milliseconds / 300_000)
    if minute != account.minute { (account.minute, account.used, account.ignored) = (minute, 0, 0) }
    if spell != account.spell { (account.spell, account.requests, account.connections) = (spell, 0, 0) }
  }

  private static func ban(_ account: inout Account, at wall: Instant) -> Verdict {
    let length = min(firstBan << min(Int64(account.bans), 20), longestBan)
    account.bans += 1
    account.ignored = 0
    account.bannedUntil = wall.advanced(byMilliseconds: length)
    return .banned(until: account.bannedUntil)
  }
}

extension RequestLimits.Verdict {
  /// What a request is answered that is refused; nil for one that is allowed.
  var refusal: (refusal: RestRefusal, retryAt: Instant)? {
    switch self {
    case .allowed: nil
    case .limited(_, let until, isByRequests: true):
      (
        RestRefusal(
          status: 429, code: -1003,
          message: "Too many requests; current limit is \(RequestLimits.requestsPerFiveMinutes) requests per 5 MINUTE."),
        until
      )
    case .limited(_, let until, _):
      (
        RestRefusal(
          status: 429, code: -1003,
          message: "Too much request weight used; current limit is \(RequestLimits.weightPerMinute) request weight per "
            + "1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API."), until
      )
    case .banned(let until):
      (
        RestRefusal(
          status: 418, code: -1003,
          message: "Way too much request weight used; IP banned until \(until.milliseconds). Please use WebSocket "
            + "Streams for live updates to avoid bans."), until
      )
    }
  }

  /// The verdict that a fault asks for by its status; nil for one that has nothing to do with limits.
  static func made(_ status: Int, _ retryAfterSeconds: Int64, at wall: Instant) -> RequestLimits.Verdict? {
    let until = wall.advanced(byMilliseconds: retryAfterSeconds * 1000)
    return switch status {
    case 429: .limited(used: RequestLimits.weightPerMinute + 1, until: until, isByRequests: false)
    case 418: .banned(until: until)
    default: nil
    }
  }

  /// What the minute has used; nil for an address that is banned.
  var used: Int? {
    switch self {
    case .allowed(let used), .limited(let used, _, _): used
    case .banned: nil
    }
  }
}
