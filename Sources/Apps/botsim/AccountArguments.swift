// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SimServer
import TradingModel

/// `USDT=10000,BTC=1`.
struct BalanceList: ExpressibleByArgument, CustomStringConvertible {
  let amounts: [Asset: Fixed]

  init(amounts: [String: Fixed]) {
    self.amounts = Dictionary(amounts.compactMap { name, amount in Asset(name).map { ($0, amount) } }) { $1 }
  }

  init?(argument: String) {
    var amounts: [Asset: Fixed] = [:]
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", maxSplits: 1)
      guard sides.count == 2, let asset = Asset(String(sides[0])), let amount = Fixed(sides[1]), !amount.isNegative,
        amount.isMultiple(of: Fixed(units: 10_000)), amounts.updateValue(amount, forKey: asset) == nil
      else { return nil }
    }
    self.amounts = amounts
  }

  var description: String {
    amounts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
  }

  var defaultValueDescription: String { description }
}

/// `NAME=KEY:SECRET`, or `NAME=KEY:@FILE` where the file has a public key.
struct AccountText: ExpressibleByArgument {
  let name: String
  let apiKey: String
  let secret: String

  init?(argument: String) {
    let sides = argument.split(separator: "=", maxSplits: 1)
    guard sides.count == 2 else { return nil }
    let parts = sides[1].split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    (name, apiKey, secret) = (String(sides[0]), String(parts[0]), String(parts[1]))
  }
}

/// `withdraw,no-ip`.
struct RightsText: ExpressibleByArgument {
  let rights: KeyRights

  init(rights: KeyRights) { self.rights = rights }

  init?(argument: String) {
    guard let rights = KeyRights(words: argument) else { return nil }
    self.rights = rights
  }

  var defaultValueDescription: String { "a safe key" }
}
