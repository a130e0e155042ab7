// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import Logging
import SimServer
import TradingModel

extension SimServer {
  /// A venue on a free port of loopback whose time begins now, or later where what is kept is from later.
  ///
  /// - Parameter key: the key to its one account, which has 10,000 USDT; nil for no account.
  convenience init(market: SeededMarket, notBefore newest: Instant, speed: Int, key: MadeKey?) {
    let wall = WallClock.now()
    self.init(
      configuration: SimConfiguration(
        market: market, start: max(wall, newest), anchor: wall, speed: Fixed(speed),
        accounts: key.map { [SimAccount(balances: Self.demoBalances, keys: [$0.simKey])] } ?? []),
      logger: Logger(label: "botyard.sim"))
  }

  private static let demoBalances: [Asset: Fixed] = Asset("USDT").map { [$0: 10_000] } ?? [:]
}
