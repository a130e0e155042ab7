// SPDX-License-Identifier: Apache-2.0

public import BinanceExchange
public import Logging

/// How botd is to run. Decided once, before anything is opened.
public struct BotdConfiguration: Sendable {
  /// Where the server listens. Beyond loopback only with an admin token of one's own.
  public var listen: ListenAddress
  /// The folder of the database and of the token that botd makes.
  public var dataFolder: String
  /// The folder of the strategy files.
  public var strategiesFolder: String
  /// The folder of the bot files.
  public var botsFolder: BotsFolder
  /// The files of the accounts besides the default one.
  public var accounts: AccountFolder
  /// The venue of the default account, and where it is reached.
  public var endpoints: VenueEndpoints
  /// The administrator's token; nil where botd makes one.
  public var adminToken: Secret?
  /// Whether bots may trade with real money.
  public var allowsLive: Bool
  /// What of the default account's key is accepted by name, though it would be refused.
  public var acceptedRights: Set<String>
  /// The least severe messages that are logged.
  public var logLevel: Logger.Level
  /// The form of the log.
  public var logFormat: LogFormat
  /// What the default account signs with; nil where it has none.
  public var credentials: Credentials?
}

/// The folder of the bot files.
public struct BotsFolder: Hashable, Sendable {
  /// Its path.
  public var path: String
  /// Whether somebody asked for it, so that it must be there.
  public var isGiven: Bool

  /// A folder.
  public init(path: String, isGiven: Bool) {
    self.path = path
    self.isGiven = isGiven
  }
}

/// The forms that a log can have.
public enum LogFormat: String, CaseIterable, Hashable, Sendable {
  /// For people.
  case text
  /// For machines: an object per line.
  case json
}
