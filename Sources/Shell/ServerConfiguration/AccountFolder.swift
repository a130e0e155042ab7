// SPDX-License-Identifier: Apache-2.0

public import BinanceExchange
import Documents
import Foundation
public import TradingModel
import YAMLDocuments

/// An account that a file describes: where its credentials are read from, never what they are.
public struct AccountFile: Sendable {
  /// The file.
  public let path: String
  /// Its name.
  public let name: AccountName
  /// What it signs with.
  public let credentials: Credentials
  /// What of its key is accepted by name, though it would be refused.
  public let acceptedRights: Set<String>
}

/// Everything that is wrong with account files, a sentence each: `accounts/second.yaml, line 3: api_key: …`.
public struct AccountFileErrors: Error, Hashable, Sendable {
  /// The sentences; at least one.
  public let sentences: [String]
}

/// A folder of account files (`*.yaml`, `*.yml`), one account each, besides `default`, which the environment describes.
public struct AccountFolder: Sendable {
  /// Its path.
  public let path: String
  private let venue: Venue
  private let variable: @Sendable (String) -> String?

  /// A folder.
  ///
  /// - Parameters:
  ///   - venue: the server's; all accounts are there, for there is one market feed.
  ///   - variable: the value of an environment variable; nil where it isn't set.
  public init(path: String, venue: Venue, variable: @escaping @Sendable (String) -> String?) {
    self.path = path
    self.venue = venue
    self.variable = variable
  }

  /// Whether it is there.
  public var exists: Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Every account of the folder, by file name; none where there is no folder.
  ///
  /// - Throws: everything that is wrong with any of them.
  public func accounts() throws(AccountFileErrors) -> [AccountFile] {
    guard exists else { return [] }
    var accounts: [AccountFile] = []
    var faults: [String] = []
    for path in try files() {
      do throws(AccountFileErrors) {
        let account = try read(path)
        if let other = accounts.first(where: { $0.name == account.name }) {
          throw AccountFileErrors(sentences: ["\(path): name: '\(account.name)' is in \(other.path) already"])
        }
        accounts.append(account)
      } catch {
        faults += error.sentences
      }
    }
    guard faults.isEmpty else { throw AccountFileErrors(sentences: faults) }
    return accounts
  }

  private func files() throws(AccountFileErrors) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }
        .sorted().map { path + "/" + $0 }
    } catch {
      throw AccountFileErrors(sentences: ["\(path): the folder can't be read (\(TextFile.reason(of: error)))"])
    }
  }

  private func read(_ path: String) throws(AccountFileErrors) -> AccountFile {
    let document: Node
    do {
      document = try YAMLParser().parse(try TextFile.read(path))
    } catch let error as FileError {
      throw AccountFileErrors(sentences: ["\(path): \(error.reason)"])
    } catch {
      throw AccountFileErrors(sentences: ["\(path), \(error)"])
    }
    var reader = AccountReader(document, path: path, variable: variable)
    let account = reader.account(on: venue)
    guard let account, reader.faults.isEmpty else { throw AccountFileErrors(sentences: reader.faults) }
    return account
  }
}
