// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BinanceExchange
import SimServer

extension SimServer {
  /// Where the adapter reaches the venue, once it listens.
  func endpoints() async throws -> VenueEndpoints {
    guard let port = await waitForPort() else {
      throw ExitCode.refused(["The simulated venue found no port on 127.0.0.1 to listen on."])
    }
    return try VenueEndpoints(
      of: .sim, restURL: "http://127.0.0.1:\(port)", streamURL: "ws://127.0.0.1:\(port)",
      webSocketAPIURL: "ws://127.0.0.1:\(port)/ws-api/v3")
  }
}
