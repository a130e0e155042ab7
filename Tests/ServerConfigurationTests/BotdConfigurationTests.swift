// SPDX-License-Identifier: Apache-2.0
import BinanceExchange
import Foundation
import Logging
import Testing

@testable import ServerConfiguration

@Suite struct `The configuration of botd` {
  private static let files = [
    "/token": "from-a-file\n", "/empty": " \n",
    "/pem": "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n",
  ]

  private func configuration(
    _ environment: [String: String], environmentFile: String? = nil
  ) throws(ConfigurationErrors) -> BotdConfiguration {
    try BotdConfiguration(environment: environment, environmentFile: environmentFile) { path throws(FileError) in
      guard let text = Self.files[path] else { throw FileError(reason: "the file can't be opened (no such file)") }
      return text
    }
  }

  private func faults(_ environment: [String: String], environmentFile: String? = nil) -> [String] {
    do {
      _ = try configuration(environment, environmentFile: environmentFile)
      return []
    } catch {
      return error.sentences
    }
  }

  @Test func `has a default for everything`() throws {
    let plain = try configuration(["PATH": "/bin", "BOTCTL_SERVER": "x"])
    #expect(plain.listen == ListenAddress("127.0.0.1:8080"))
    #expect([plain.dataFolder, plain.strategiesFolder] == ["./data", "./strategies"])
    #expect(plain.botsFolder == BotsFolder(path: "./bots", isGiven: false))
    #expect(plain.endpoints == (try VenueEndpoints(of: .binanceTestnet)))
    #expect(plain.adminToken == nil && plain.credentials == nil)
    #expect(!plain.allowsLive)
    #expect(plain.logLevel == .info && plain.logFormat == .text)
  }

  @Test func `takes every variable`() throws {
    let full = try configuration([
      "BOTD_LISTEN": "[::]:0", "BOTD_DATA_DIR": "/data", "BOTD_STRATEGIES_DIR": "/s", "BOTD_BOTS_DIR": "/b",
      "BOTD_VENUE": "sim", "BOTD_ADMIN_TOKEN": "t", "BOTD_ALLOW_LIVE": "true", "BOTD_LOG_LEVEL": "trace",
      "BOTD_LOG_FORMAT": "json", "BOTD_BINANCE_REST_URL": "http://127.0.0.1:1",
      "BOTD_BINANCE_STREAM_URL": "wss://stream.example.org/base", "BOTD_BINANCE_WSAPI_URL": "ws://[::1]:3/ws-api/v3",
      "BINANCE_API_KEY": "key", "BINANCE_API_SECRET": "hush",
    ])
    #expect(full.listen.description == "[::]:0")
    #expect([full.dataFolder, full.strategiesFolder] == ["/data", "/s"])
    #expect(full.botsFolder == BotsFolder(path: "/b", isGiven: true))
    #expect(full.endpoints.venue == .sim && full.allowsLive && full.logLevel == .trace && full.logFormat == .json)
    #expect(full.adminToken?.revealed == "t")
    #expect(
      full.endpoints
        == (try VenueEndpoints(
          of: .sim, restURL: "http://127.0.0.1:1", streamURL: "wss://stream.example.org/base",
          webSocketAPIURL: "ws://[::1]:3/ws-api/v3")))
    let credentials = try #require(full.credentials)
    #expect(credentials.source == "environment BINANCE_API_KEY, environment BINANCE_API_SECRET")
    #expect(credentials.key.revealed == "key")
    guard case .hmac(let secret) = credentials.signer else { return #expect(Bool(false), "HMAC signs") }
    #expect(secret.revealed == "hush")
  }

  @Test func `has other defaults for another command`() throws {
    let defaults: [Variable: String] = [.logLevel: "warning"]
    func level(_ environment: [String: String]) throws -> Logger.Level {
      try BotdConfiguration(environment: environment, defaults: defaults) { _ throws(FileError) in "" }.logLevel
    }
    #expect(try level([:]) == .warning)
    #expect(try level(["BOTD_LOG_LEVEL": "debug"]) == .debug)
  }

  @Test func `reads values from files, and the environment wins`() throws {
    let environmentFile = "BOTD_VENUE=sim\nBOTD_LOG_LEVEL=debug\nBOTD_ADMIN_TOKEN=from-dot-env\nOTHER=1"
    let mixed = try configuration(
      [
        "BOTD_VENUE": "binance", "BOTD_LOG_LEVEL": "", "BOTD_ADMIN_TOKEN_FILE": "/token", "BINANCE_API_KEY": "key",
        "BINANCE_API_PRIVATE_KEY_FILE": "/pem",
      ], environmentFile: environmentFile)
    #expect(mixed.endpoints.venue == .binance && mixed.logLevel == .debug)
    #expect(mixed.adminToken?.revealed == "from-a-file")
    #expect(mixed.credentials?.source == "environment BINANCE_API_KEY, file /pem")
    guard case .ed25519(let key) = try #require(mixed.credentials).signer else {
      return #expect(Bool(false), "Ed25519 signs")
    }
    #expect(key.revealed.hasSuffix("-----END PRIVATE KEY-----"))
  }

  @Test(arguments: [
    (["BOTD_LISTEN": "8080"], "BOTD_LISTEN=8080 can't be used: give an IP address or localhost, and a port, such as"),
    (["BOTD_LISTEN": "localhost:99999"], "BOTD_LISTEN=localhost:99999 can't be used"),
    (["BOTD_LISTEN": "example.org:80"], "BOTD_LISTEN=example.org:80 can't be used"),
    (["BOTD_LISTEN": "::1:80"], "BOTD_LISTEN=::1:80 can't be used"),
    (["BOTD_LISTEN": ":80"], "BOTD_LISTEN=:80 can't be used"),
    (["BOTD_LISTEN": "127.0.0.1:-1"], "BOTD_LISTEN=127.0.0.1:-1 can't be used"),
    (
      ["BOTD_LISTEN": "0.0.0.0:8080"],
      "BOTD_LISTEN=0.0.0.0:8080 can be reached from other machines, and there is no admin token of your own: set "
        + "BOTD_ADMIN_TOKEN or BOTD_ADMIN_TOKEN_FILE, or listen on loopback, such as 127.0.0.1:8080."
    ),
    (["BOTD_LISTEN": "[::]:8080"], "can be reached from other machines"),
    (["BOTD_VENUE": "binnance"], "BOTD_VENUE=binnance can't be used: give one of binance, binance-testnet, binance-us"),
    (["BOTD_ALLOW_LIVE": "yes"], "BOTD_ALLOW_LIVE=yes can't be used: give true or false."),
    (["BOTD_LOG_LEVEL": "loud"], "BOTD_LOG_LEVEL=loud can't be used: give one of trace, debug, info, notice, warning"),
    (["BOTD_LOG_FORMAT": "xml"], "BOTD_LOG_FORMAT=xml can't be used: give one of text, json."),
    (["BOTD_DATA_DIR": "a\u{7}"], "BOTD_DATA_DIR=a\u{7} can't be used: give the path of a folder"),
    (
      ["BOTD_BINANCE_REST_URL": "127.0.0.1:9080"],
      "BOTD_BINANCE_REST_URL: '127.0.0.1:9080' is no address for REST; it looks like http://127.0.0.1:9080."
    ),
    (["BOTD_BINANCE_REST_URL": "ws://127.0.0.1:9080"], "BOTD_BINANCE_REST_URL: 'ws://127.0.0.1:9080' is no address"),
    (["BOTD_BINANCE_STREAM_URL": "ws://host:0"], "BOTD_BINANCE_STREAM_URL: 'ws://host:0' is no address for streams"),
    (["BOTD_BINANCE_WSAPI_URL": "ws:/h"], "it looks like ws://127.0.0.1:9080/ws-api/v3."),
    (["BOTD_VENU": "sim"], "BOTD_VENU in the environment is no variable of botd; did you mean BOTD_VENUE?"),
    (["BOTD_ADMIN_TOKN_FILE": "x"], "is no variable of botd; did you mean BOTD_ADMIN_TOKEN?"),
    (["BOTD_COLOUR_OF_THE_SKY": "x"], "is no variable of botd; all variables are in .env.example."),
    (
      ["BOTD_ADMIN_TOKEN": "a", "BOTD_ADMIN_TOKEN_FILE": "/token"],
      "BOTD_ADMIN_TOKEN and BOTD_ADMIN_TOKEN_FILE are both"
    ),
    (
      ["BOTD_ADMIN_TOKEN_FILE": "/nowhere"], "BOTD_ADMIN_TOKEN_FILE=/nowhere: the file can't be opened (no such file); "
    ),
    (["BOTD_ADMIN_TOKEN_FILE": "/empty"], "BOTD_ADMIN_TOKEN_FILE=/empty: the file is empty; write the value of"),
    (["BINANCE_API_KEY": "key"], "BINANCE_API_KEY is given alone; give BINANCE_API_SECRET (HMAC) or"),
    (["BINANCE_API_SECRET": "s"], "BINANCE_API_SECRET is given without BINANCE_API_KEY; give the key too"),
    (["BINANCE_API_PRIVATE_KEY_FILE": "/pem"], "BINANCE_API_PRIVATE_KEY_FILE is given without BINANCE_API_KEY"),
    (
      ["BINANCE_API_KEY": "k", "BINANCE_API_SECRET": "s", "BINANCE_API_PRIVATE_KEY_FILE": "/pem"],
      "BINANCE_API_SECRET and BINANCE_API_PRIVATE_KEY_FILE are both given"
    ),
    (["BINANCE_API_KEY": "k", "BINANCE_API_PRIVATE_KEY_FILE": "/token"], "file /token holds no private key"),
  ])
  func `is refused with variable, value and remedy`(environment: [String: String], sentence: String) {
    let faults = faults(environment)
    #expect(faults.count == 1, "\(faults)")
    #expect(faults.first?.contains(sentence) == true, "\(faults)")
  }

  @Test(arguments: [
    ["BOTD_ADMIN_TOKEN": "hush hush"], ["BINANCE_API_KEY": "hush hush", "BINANCE_API_SECRET": "b"],
    ["BINANCE_API_KEY": "a", "BINANCE_API_SECRET": "hush hush"],
    ["BINANCE_API_KEY": "a", "BINANCE_API_PRIVATE_KEY": "hush"],
  ])
  func `never shows a secret in a message`(environment: [String: String]) {
    let faults = faults(environment)
    #expect(faults.count == 1)
    #expect(!faults.joined().contains("hush"), "\(faults)")
    #expect(faults.joined().contains("not shown"), "\(faults)")
  }

  @Test func `names every fault at once, of the file too`() {
    let faults = faults(
      ["BOTD_VENUE": "x", "BOTD_LOG_FORMAT": "y"], environmentFile: "BOTD_LISTN=1\nBOTD_ALLOW_LIVE=2")
    #expect(faults.count == 4)
    #expect(faults.first == "BOTD_LISTN in .env is no variable of botd; did you mean BOTD_LISTEN?")
    #expect(self.faults([:], environmentFile: "x").first?.hasPrefix(".env, line 1: ") == true)
  }

  @Test(arguments: [
    ("127.0.0.1:1", true), ("127.9.8.7:1", true), ("[::1]:1", true), ("localhost:1", true), ("LOCALHOST:1", true),
    ("[0:0:0:0:0:0:0:1]:1", true), ("0.0.0.0:1", false), ("[::]:1", false), ("192.168.0.1:1", false),
    ("[::2]:1", false), ("[1::1]:1", false),
  ])
  func `knows what only this machine can reach`(text: String, isLoopback: Bool) throws {
    #expect(try #require(ListenAddress(text)).isLoopback == isLoopback)
    let isRefused = !faults(["BOTD_LISTEN": text]).isEmpty
    #expect(isRefused != isLoopback)
    #expect(faults(["BOTD_LISTEN": text, "BOTD_ADMIN_TOKEN": "own"]).isEmpty)
  }

  @Test func `is what .env.example says`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: ".env.example"), encoding: .utf8)
    let lines = text.split(separator: "\n").compactMap { $0.wholeMatch(of: /#([A-Z][A-Z0-9_]*)=(.*)/) }
    let shown = Dictionary(uniqueKeysWithValues: lines.map { (String($0.1), String($0.2)) })
    let names = Variable.allCases.map { $0 == .privateKey ? $0.fileVariable : $0.rawValue }
    #expect(shown.keys.sorted() == names.sorted())
    let sim: [Variable: String] = [
      .restURL: "http://127.0.0.1:9080", .streamURL: "ws://127.0.0.1:9080",
      .webSocketAPIURL: "ws://127.0.0.1:9080/ws-api/v3",
    ]
    for variable in Variable.allCases where variable != .privateKey {
      #expect(shown[variable.rawValue] == variable.defaultValue ?? sim[variable] ?? "", "\(variable.rawValue)")
    }
    let uncommented = text.split(separator: "\n").map { $0.wholeMatch(of: /#[A-Z].*=.+/) == nil ? "" : $0.dropFirst() }
    #expect(faults([:], environmentFile: uncommented.joined(separator: "\n")) == [])
  }
}
