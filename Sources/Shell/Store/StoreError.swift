// SPDX-License-Identifier: Apache-2.0

import GRDB
import Ports
public import TradingModel

/// Whether the database can be written.
public enum StoreHealth: Hashable, Sendable {
  /// It can.
  case writable
  /// There is no room on the disk.
  case full
  /// It can't; the text is the database's.
  case failing(String)
}

/// Why something can't be read.
public enum StoreReadError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The database can't be read; the text is the database's.
  case unavailable(String)
  /// A row holds what was never written there; the text names it.
  case damaged(String)

  init(_ error: any Error) {
    switch error {
    case let fault as StoredDataFault: self = .damaged(fault.description)
    case let error as StoreReadError: self = error
    default: self = .unavailable(sentence(for: error))
    }
  }

  public var description: String {
    switch self {
    case .unavailable(let text): "the database can't be read: \(text)"
    case .damaged(let text): "the database holds what was never written there: \(text)"
    }
  }

  var journalError: JournalError {
    .unavailable(description)
  }
}

/// Why a change of the control plane was not written; nothing of its batch was.
public enum StoreWriteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Another bot has the name.
  case nameTaken(BotName)
  /// The bot has changed since it was read.
  case staleGeneration(BotNumber, expected: Int64, actual: Int64)
  /// There is no such bot, or it is deleted.
  case unknownBot(BotNumber)
  /// The key was answered already.
  case keyUsed(IdempotencyKey)
  /// The disk is full.
  case full
  /// It can't be written; the text is the database's.
  case unavailable(String)

  init(_ error: any Error) {
    switch error {
    case let error as StoreWriteError: self = error
    case let error as DatabaseError where error.isAboutRoom: self = .full
    default: self = .unavailable(sentence(for: error))
    }
  }

  public var description: String {
    switch self {
    case .nameTaken(let name): "there is already a bot named \(name)"
    case .staleGeneration(let bot, let expected, let actual):
      "bot \(bot.value) is at generation \(actual), not \(expected)"
    case .unknownBot(let bot): "there is no bot \(bot.value)"
    case .keyUsed(let key): "the idempotency key \(key.key) was answered already"
    case .full: "the disk is full"
    case .unavailable(let text): "the database can't be written: \(text)"
    }
  }
}

extension JournalError {
  init(_ error: any Error) {
    switch error {
    case let error as JournalError: self = error
    case let error as DatabaseError where error.isAboutRoom: self = .full
    case StoreWriteError.unavailable(let text): self = .unavailable(text)
    default: self = .unavailable(sentence(for: error))
    }
  }
}

/// What a row holds that was never written there.
struct StoredDataFault: Error, CustomStringConvertible {
  let description: String
}

extension DatabaseError {
  /// Whether there is no room for what was to be written.
  var isAboutRoom: Bool {
    resultCode == .SQLITE_FULL || extendedResultCode == .SQLITE_IOERR_SHMSIZE
  }
}

extension Error {
  /// Whether it concerns the database as a whole, not what was to be written.
  var concernsDatabase: Bool {
    switch (self as? DatabaseError)?.resultCode {
    case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_BUSY,
      .SQLITE_NOMEM:
      true
    default: false
    }
  }
}

/// What an error says, without the SQL and values that GRDB adds.
func sentence(for error: any Error) -> String {
  switch error {
  case let error as DatabaseError: error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
  default: String(describing: error)
  }
}
