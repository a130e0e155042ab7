// SPDX-License-Identifier: Apache-2.0

import Foundation
import SimServer
import TradingModel

/// The accounts that a command line asks for.
enum AccountSelection {
  /// Why there are none.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// What every account begins with unless told otherwise.
  static let balances = BalanceList(amounts: ["USDT": 10_000])

  /// The account of `--api-key`, and those of `--account`.
  static func accounts(
    key: String?, secret: String?, publicKey: String?, others: [AccountText], balances: BalanceList, rights: KeyRights,
    paysFeesInDiscountAsset: Bool
  ) throws(Failure) -> [SimAccount] {
    var accounts: [SimAccount] = []
    if let key {
      accounts.append(
        SimAccount(balances: balances.amounts, keys: [try self.key(key, secret, publicKey, rights: rights)]))
    } else if secret != nil || publicKey != nil {
      throw Failure(description: "--api-secret and --api-public-key belong to a key: give --api-key")
    }
    for other in others {
      let file = other.secret.hasPrefix("@") ? String(other.secret.dropFirst()) : nil
      let key = try self.key(other.apiKey, file == nil ? other.secret : nil, file, rights: rights)
      if let index = accounts.firstIndex(where: { $0.name == other.name }) {
        accounts[index].keys.append(key)
      } else {
        accounts.append(SimAccount(name: other.name, balances: balances.amounts, keys: [key]))
      }
    }
    let keys = accounts.flatMap(\.keys).map(\.apiKey)
    guard Set(keys).count == keys.count else { throw Failure(description: "a key is given twice") }
    for index in accounts.indices { accounts[index].paysFeesInDiscountAsset = paysFeesInDiscountAsset }
    return accounts
  }

  private static func key(
    _ key: String, _ secret: String?, _ path: String?, rights: KeyRights
  ) throws(Failure) -> SimKey {
    switch (secret, path) {
    case (let secret?, nil): return SimKey(key, secret: secret, rights: rights)
    case (nil, let path?):
      guard let bytes = FileManager.default.contents(atPath: path) else {
        throw Failure(description: "there is no file \(path) that can be read")
      }
      guard let known = SimKey(key, publicKey: String(decoding: bytes, as: UTF8.self), rights: rights) else {
        throw Failure(description: "\(path) has no public key in PEM, Ed25519 or RSA")
      }
      return known
    default: throw Failure(description: "--api-key needs either --api-secret or --api-public-key")
    }
  }
}
