// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import TradingModel

/// `127.0.0.1:9080` or `[::1]:9080`.
struct ListenAddress: ExpressibleByArgument, CustomStringConvertible {
  let host: String
  let port: Int

  init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  init?(argument: String) {
    guard let colon = argument.lastIndex(of: ":"),
      let port = Int(argument[argument.index(after: colon)...]), (0...65535).contains(port)
    else { return nil }
    var host = argument[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    guard !host.isEmpty else { return nil }
    self.init(host: String(host), port: port)
  }

  var description: String { "\(host):\(port)" }

  var defaultValueDescription: String { description }
}

/// `BTC/USDT,ETH/USDT`.
struct PairList: ExpressibleByArgument {
  let pairs: [Pair]

  init?(argument: String) {
    var pairs: [Pair] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let pair = Pair(String(part)) else { return nil }
      pairs.append(pair)
    }
    self.pairs = pairs
  }
}

/// A decimal above 0 and at most 100,000.
struct Speed: ExpressibleByArgument, CustomStringConvertible {
  let value: Fixed

  init(value: Fixed) { self.value = value }

  init?(argument: String) {
    guard let value = Fixed(argument), value.isPositive, value <= 100_000 else { return nil }
    self.value = value
  }

  var description: String { value.description }

  var defaultValueDescription: String { description }
}

/// RFC 3339, a date, or milliseconds since 1970.
struct TimeText: ExpressibleByArgument {
  let instant: Instant

  init?(argument: String) {
    guard let instant = Int64(argument).map(Instant.init(milliseconds:)) ?? Instant(argument),
      Instant.textRange.contains(instant)
    else { return nil }
    self.instant = instant
  }
}
