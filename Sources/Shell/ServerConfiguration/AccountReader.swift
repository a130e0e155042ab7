// SPDX-License-Identifier: Apache-2.0

import BinanceExchange
import Documents
import TradingModel

/// Reads an account of a file's document, and collects what is wrong with it. Secrets are never told.
struct AccountReader {
  private let document: Node
  private let path: String
  private let variable: @Sendable (String) -> String?
  private(set) var faults: [String] = []

  init(_ document: Node, path: String, variable: @escaping @Sendable (String) -> String?) {
    self.document = document
    self.path = path
    self.variable = variable
  }

  private static let fields = ["name", "venue", "api_key", "api_secret", "private_key", "accept_key_rights"]

  mutating func account(on venue: Venue) -> AccountFile? {
    guard let members = document.object else {
      faults.append("\(path): an account file holds the account's fields, 'name: …' and so on")
      return nil
    }
    for member in members where !Self.fields.contains(member.key) {
      note(member.key, "there is no such field; there are \(Self.fields.joined(separator: ", "))")
    }
    let name = readName()
    if let given = document["venue"], given.string != venue.rawValue {
      note(
        "venue",
        "an account is at the server's venue, \(venue.rawValue), whose market its bots see; run another server for others"
      )
    }
    let rights = readRights()
    let credentials = readCredentials()
    guard faults.isEmpty, let name, let credentials else { return nil }
    return AccountFile(path: path, name: name, credentials: credentials, acceptedRights: rights)
  }

  private mutating func note(_ field: String, _ message: String) {
    let member = document.object?.first { $0.key == field }
    let line = (member?.keyPosition ?? document.position).map { ", line \($0.line)" } ?? ""
    faults.append("\(path)\(line): \(field): \(message)")
  }

  private mutating func readName() -> AccountName? {
    guard let text = document["name"]?.string, let name = AccountName(text) else {
      note("name", "it must be a name of lower-case letters, digits and hyphens, such as second")
      return nil
    }
    guard name != .default else {
      note("name", "'default' is the account that the environment describes; choose another name")
      return nil
    }
    return name
  }

  private mutating func readRights() -> Set<String> {
    guard let given = document["accept_key_rights"] else { return [] }
    let names = given.array?.compactMap(\.string)
    guard let names, names.count == given.array?.count else {
      note("accept_key_rights", "it must be a list of names such as [enableWithdrawals]")
      return []
    }
    return Set(names)
  }

  private mutating func readCredentials() -> Credentials? {
    let key = secret("api_key")
    guard document["api_key"] != nil else {
      note("api_key", "it is missing; say where it is read from, { environment: NAME } or { file: PATH }")
      return nil
    }
    switch (document["api_secret"] != nil, document["private_key"] != nil) {
    case (true, false):
      guard let key, let other = secret("api_secret") else { return nil }
      return Credentials(
        key: Secret(key.value), signer: .hmac(secret: Secret(other.value)), source: "\(key.source), \(other.source)")
    case (false, true):
      guard let key, let other = secret("private_key") else { return nil }
      return Credentials(
        key: Secret(key.value), signer: .ed25519(privateKey: Secret(other.value)),
        source: "\(key.source), \(other.source)")
    case (true, true), (false, false):
      note("api_key", "it needs either api_secret (HMAC) or private_key (Ed25519, PEM) beside it")
      return nil
    }
  }

  /// What a reference leads to, and its name to be shown.
  private mutating func secret(_ field: String) -> (value: String, source: String)? {
    guard let reference = document[field] else { return nil }
    let members = reference.object ?? []
    guard members.count == 1, let member = members.first, let text = member.value.string, !text.isEmpty else {
      note(
        field, "it says where the value is read from, { environment: NAME } or { file: PATH }, never the value itself")
      return nil
    }
    switch member.key {
    case "environment":
      guard let value = variable(text), !value.isEmpty else {
        note(field, "the environment has no variable \(text)")
        return nil
      }
      return (value, "environment \(text)")
    case "file":
      do {
        let value = String(try TextFile.read(text).reversed().drop { $0.isNewline }.reversed())
        guard !value.isEmpty else {
          note(field, "the file \(text) is empty")
          return nil
        }
        return (value, "file \(text)")
      } catch {
        note(field, "\(text): \(error.reason)")
        return nil
      }
    default:
      note(field, "a value is read from { environment: NAME } or { file: PATH }, and from nowhere else")
      return nil
    }
  }
}
