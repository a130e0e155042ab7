// SPDX-License-Identifier: Apache-2.0

/// The variables that botd reads. A variable `NAME_FILE` gives the value of `NAME` from a file.
public enum Variable: String, CaseIterable, Sendable {
  case listen = "BOTD_LISTEN"
  case dataFolder = "BOTD_DATA_DIR"
  case strategiesFolder = "BOTD_STRATEGIES_DIR"
  case botsFolder = "BOTD_BOTS_DIR"
  case accountsFolder = "BOTD_ACCOUNTS_DIR"
  case venue = "BOTD_VENUE"
  case adminToken = "BOTD_ADMIN_TOKEN"
  case allowLive = "BOTD_ALLOW_LIVE"
  case acceptedRights = "BOTD_ACCEPT_KEY_RIGHTS"
  case logLevel = "BOTD_LOG_LEVEL"
  case logFormat = "BOTD_LOG_FORMAT"
  case restURL = "BOTD_BINANCE_REST_URL"
  case streamURL = "BOTD_BINANCE_STREAM_URL"
  case webSocketAPIURL = "BOTD_BINANCE_WSAPI_URL"
  case key = "BINANCE_API_KEY"
  case secret = "BINANCE_API_SECRET"
  case privateKey = "BINANCE_API_PRIVATE_KEY"

  /// What holds where the variable isn't given; nil where its absence means something.
  public var defaultValue: String? {
    switch self {
    case .listen: "127.0.0.1:8080"
    case .dataFolder: "./data"
    case .strategiesFolder: "./strategies"
    case .botsFolder: "./bots"
    case .accountsFolder: "./accounts"
    case .venue: "binance-testnet"
    case .allowLive: "false"
    case .logLevel: "info"
    case .logFormat: "text"
    case .acceptedRights, .adminToken, .restURL, .streamURL, .webSocketAPIURL, .key, .secret, .privateKey: nil
    }
  }

  /// Whether the value must not be shown.
  var isSecret: Bool {
    switch self {
    case .adminToken, .key, .secret, .privateKey: true
    case .listen, .dataFolder, .strategiesFolder, .botsFolder, .accountsFolder, .venue, .allowLive, .acceptedRights,
      .logLevel, .logFormat, .restURL, .streamURL, .webSocketAPIURL:
      false
    }
  }

  /// The variable that names a file with this one's value.
  var fileVariable: String { rawValue + "_FILE" }
}
