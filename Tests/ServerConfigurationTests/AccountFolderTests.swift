// SPDX-License-Identifier: Apache-2.0
import BinanceExchange
import Foundation
import Testing
import TradingModel

@testable import ServerConfiguration

@Suite struct `A folder of account files` {
  private static let variables = ["SECOND_KEY": "k2", "SECOND_SECRET": "s2", "EMPTY": ""]

  private func withFolder<Value>(
    _ files: [String: String], _ body: (AccountFolder, String) throws -> Value
  ) throws
    -> Value
  {
    let path = FileManager.default.temporaryDirectory.appending(path: "botyard-accounts-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    for (name, text) in files {
      let text = text.replacing("FOLDER", with: path)
      try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8)
    }
    return try body(AccountFolder(path: path, venue: .binanceTestnet) { Self.variables[$0] }, path)
  }

  private func sentences(of text: String) throws -> [String] {
    try withFolder(["a.yaml": text]) { folder, path in
      do throws(AccountFileErrors) {
        _ = try folder.accounts()
        return []
      } catch {
        return error.sentences.map { $0.replacing(path + "/", with: "") }
      }
    }
  }

  @Test func `says where credentials are read from, and never what they are`() throws {
    let files = [
      "second.yaml": """
      name: second
      venue: binance-testnet
      api_key: { environment: SECOND_KEY }
      api_secret: { environment: SECOND_SECRET }
      accept_key_rights: [enableWithdrawals]
      """,
      "third.yaml": "name: third\napi_key: { file: FOLDER/key }\nprivate_key: { file: FOLDER/pem }\n",
      "key": "k3\n", "pem": "-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n",
    ]
    try withFolder(files) { folder, path in
      let accounts = try folder.accounts()
      #expect(accounts.map(\.name.text) == ["second", "third"])
      #expect(accounts[0].credentials.key.revealed == "k2")
      #expect(accounts[0].credentials.source == "environment SECOND_KEY, environment SECOND_SECRET")
      #expect(accounts[0].acceptedRights == ["enableWithdrawals"])
      #expect(accounts[1].credentials.key.revealed == "k3")
      guard case .ed25519(let pem) = accounts[1].credentials.signer else {
        Issue.record("\(accounts[1].credentials.signer)")
        return
      }
      #expect(pem.revealed.hasSuffix("-----END PRIVATE KEY-----"))
      #expect(!"\(accounts)".contains("k2") && !"\(accounts)".contains("s2") && !"\(accounts)".contains("k3"))
    }
  }

  @Test func `where there is no folder there are no further accounts`() throws {
    let folder = AccountFolder(path: "/nowhere/at/all", venue: .sim) { _ in nil }
    #expect(try folder.accounts().isEmpty)
  }

  @Test(arguments: [
    ("name: a\napi_key: { environment: SECOND_KEY }\n", "api_key: it needs either api_secret"),
    ("name: a\n", "api_key: it is missing"),
    ("name: default\napi_key: { environment: SECOND_KEY }\n", "name: 'default' is the account"),
    ("name: A B\napi_key: { environment: SECOND_KEY }\n", "name: it must be a name"),
    (
      "name: a\napi_key: { environment: NOT_SET }\napi_secret: { environment: EMPTY }\n",
      "api_key: the environment has no variable NOT_SET"
    ),
    ("name: a\napi_key: in-the-open\napi_secret: { environment: SECOND_SECRET }\n", "never the value itself"),
    ("name: a\napi_key: { vault: x }\napi_secret: { environment: SECOND_SECRET }\n", "from nowhere else"),
    ("name: a\napi_key: { file: /nowhere }\napi_secret: { environment: SECOND_SECRET }\n", "api_key: /nowhere: "),
    ("name: a\nvenue: binance\napi_key: { environment: SECOND_KEY }\n", "a.yaml, line 2: venue: an account is at"),
    ("name: a\nsecret: x\n", "a.yaml, line 2: secret: there is no such field"),
    ("name: a\naccept_key_rights: all\n", "accept_key_rights: it must be a list"),
    ("- a\n", "an account file holds the account's fields"), ("a: [\n", "a.yaml, "),
  ])
  func `names what is wrong, with line and field, and never the secret`(text: String, part: String) throws {
    let sentences = try sentences(of: text)
    #expect(sentences.contains { $0.contains(part) }, "\(sentences)")
    #expect(sentences.allSatisfy { !$0.contains("in-the-open") && !$0.contains("k2") && !$0.contains("s2") })
  }

  @Test func `an account stands in one file`() throws {
    let text = "name: a\napi_key: { environment: SECOND_KEY }\napi_secret: { environment: SECOND_SECRET }\n"
    try withFolder(["a.yaml": text, "b.yaml": text]) { folder, _ in
      let error = #expect(throws: AccountFileErrors.self) { try folder.accounts() }
      #expect(error?.sentences.count == 1)
      #expect(error?.sentences.first?.contains("'a' is in") == true)
    }
  }
}
