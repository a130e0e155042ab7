// SPDX-License-Identifier: Apache-2.0

import Foundation
import ServerConfiguration

/// What a stranger reads first.
struct DemoIntroduction {
  let token: Secret
  let folder: DemoFolder
  let speed: Int
  /// A bot to try things with.
  let bot: String

  func print(address: String) {
    let server = "http://\(address)"
    let access = "--server \(server) --token \(token.revealed)"
    let header = "-H 'Authorization: Bearer \(token.revealed)'"
    let client = Self.client
    Console.say(
      """
      botd listens on \(server)

      Botyard \(Botd.version): bots on a simulated market, \(speed) times as fast as life. Ctrl-C ends it.

        address  \(server)
        token    \(token.revealed)
        data     \(folder.path)\(folder.isKept ? "" : "  (taken away at the end; --keep DIR keeps it)")

      Try in another terminal:

        \(client) list \(access)
        \(client) show \(bot) \(access)
        \(client) performance \(bot) \(access)
        \(client) create mine --strategy rsi-mean-reversion --pairs SOL/USDT --timeframe 1m --stake-amount 100 \(access)
        \(client) start mine \(access)
        curl \(header) \(server)/api/v1/bots
        curl -N \(header) \(server)/api/v1/events

      Trades, in the market's time:

      """)
  }

  /// `botctl` beside this program, or by name where it isn't there.
  private static var client: String {
    let folder = CommandLine.arguments.first.map { URL(filePath: $0).deletingLastPathComponent().path } ?? ""
    let path = folder + "/botctl"
    let isBeside =
      CommandLine.arguments.first?.contains("/") == true && FileManager.default.isExecutableFile(atPath: path)
    return isBeside ? path : "botctl"
  }
}
