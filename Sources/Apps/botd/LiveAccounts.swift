// SPDX-License-Identifier: Apache-2.0

import AccountDesk
import ArgumentParser
import BinanceExchange
import ControlAPI
import ControlPlane
import Logging
import MarketHub
import PaperExchange
import Ports
import ServerConfiguration
import TradingModel

/// The roads to real money, wired: credentials, signer, adapter and desk of each account.
enum LiveAccounts {
  /// The default account and those of files. Where live trading is off, or there are no credentials, one has no road.
  static func setups(
    _ configuration: BotdConfiguration, venue: VenueConnection, killSwitch: KillSwitch
  ) throws(ExitCode) -> [AccountSetup] {
    let files: [AccountFile]
    do {
      files = try configuration.accounts.accounts()
    } catch {
      throw .refused(error.sentences)
    }
    let first = try setup(
      .default, configuration.credentials, accepted: configuration.acceptedRights, configuration, venue, killSwitch)
    var setups = [first]
    for file in files {
      setups.append(
        try setup(file.name, file.credentials, accepted: file.acceptedRights, configuration, venue, killSwitch))
    }
    return setups
  }

  private static func setup(
    _ name: AccountName, _ credentials: ServerConfiguration.Credentials?, accepted: Set<String>,
    _ configuration: BotdConfiguration, _ venue: VenueConnection, _ killSwitch: KillSwitch
  ) throws(ExitCode) -> AccountSetup {
    let view = AccountView(
      name: name, venue: configuration.endpoints.venue.rawValue, credentials: credentials?.source)
    guard configuration.allowsLive, let credentials else { return AccountSetup(view: view) }
    let signer: Signer
    do {
      let grant = LiveGrant(account: name, reason: "BOTD_ALLOW_LIVE")
      signer = Signer(try BinanceExchange.Credentials(credentials), grant: grant)
    } catch {
      throw .refused(["The credentials of account '\(name)' can't be used: \(error)."])
    }
    let account = BinanceAccount(
      signer, rest: venue.rest, clock: venue.signingClock, log: Logger(label: "botyard.account.\(name)"))
    let prices = FeePrices(feed: venue.feed)
    let desk = AccountDesk(
      account: name, venue: account, feeRate: PaperExchange.standardFeeRate, clock: venue.clock,
      killSwitch: killSwitch, feeValue: { prices.value(of: $0) })
    return AccountSetup(
      view: view,
      live: AccountSetup.Live(
        desk: desk,
        run: {
          await withDiscardingTaskGroup { group in
            group.addTask { await prices.watch() }
            group.addTask { await desk.run() }
          }
        },
        restrictions: { () async throws(VenueFailure) in try await account.restrictions() },
        accepted: accepted, isRealMoney: configuration.endpoints.isRealMoney))
  }
}

extension BinanceExchange.Credentials {
  fileprivate init(_ given: ServerConfiguration.Credentials) throws(CredentialsError) {
    switch given.signer {
    case .hmac(let secret): try self.init(apiKey: given.key.revealed, secret: secret.revealed)
    case .ed25519(let pem): try self.init(apiKey: given.key.revealed, ed25519PEM: pem.revealed)
    }
  }
}

extension VenueEndpoints {
  /// Whether the money there is real.
  fileprivate var isRealMoney: Bool {
    switch venue {
    case .binance, .binanceUS: true
    case .binanceTestnet, .sim: false
    }
  }
}

/// What fees are worth that are taken in an asset of their own.
private final class FeePrices: MarketSink {
  private let feed: MarketHub
  /// The asset with which fees are paid at a discount, and what bots pay with.
  private static let asset = Asset("BNB")
  private static let quotes = ["USDT", "USDC", "FDUSD", "BTC", "ETH", "EUR", "TRY", "USD"].compactMap { Asset($0) }

  init(feed: MarketHub) { self.feed = feed }

  /// Keeps the prices of that asset at hand, as soon as the venue's pairs are known.
  func watch() async {
    while feed.instruments.isEmpty {
      guard (try? await Task.sleep(for: .milliseconds(100))) != nil else { return }
    }
    let pairs = feed.instruments.keys.filter { $0.base == Self.asset && Self.quotes.contains($0.quote) }
    for pair in pairs { feed.watchPrices(of: pair, sink: self) }
    for await _ in AsyncStream<Never>.makeStream().stream {}
    for pair in pairs { feed.unwatchPrices(of: pair, sink: self) }
  }

  func offer(_ event: MarketEvent) {}

  /// The fee in the quote asset; 0 where its asset has no price, which is said.
  func value(of fill: VenueFill) -> Money {
    let commission = fill.commission
    if commission.asset == fill.pair.quote { return Money(commission.amount) }
    let quantity = Quantity(commission.amount)
    let price =
      commission.asset == fill.pair.base
      ? fill.price : feed.lastPrice(of: Pair(base: commission.asset, quote: fill.pair.quote))
    if let value = price.flatMap({ try? $0.times(quantity, rounding: .up) }) { return value }
    Logger(label: "botyard.account").warning(
      "the fee of fill \(fill.id.text), \(commission.amount) \(commission.asset), has no price in \(fill.pair.quote)")
    return .zero
  }
}
