// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import Logging
import SimServer
import TradingModel

extension SimServer {
  /// A venue on a free port of loopback whose time begins now, or later where what is kept is from later.
  convenience init(market: SeededMarket, notBefore newest: Instant, speed: Int) {
    let wall = WallClock.now()
    self.init(
      configuration: SimConfiguration(
        market: market, start: max(wall, newest), anchor: wall, speed: Fixed(speed)),
      logger: Logger(label: "botyard.sim"))
  }
}
