// SPDX-License-Identifier: Apache-2.0

/// Why a data folder can't be used; nothing in it was changed. The description names file and remedy.
public enum StoreOpenError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The folder, or a file in it, can't be created or written.
  case notWritable(path: String, reason: String)
  /// Another process has it.
  case inUse(path: String)
  /// A later version of the program wrote it.
  case newer(path: String, version: Int, known: Int)
  /// It is no database, no database of ours, or it is broken.
  case damaged(path: String, reason: String)
  /// The disk is full.
  case full(path: String)
  /// Anything else; the reason is the database's.
  case unavailable(path: String, reason: String)

  public var description: String {
    switch self {
    case .notWritable(let path, let reason):
      "\(path) can't be written (\(reason)): give the user that runs botd the right to write there, or name another "
        + "folder in BOTD_DATA_DIR"
    case .inUse(let path):
      "\(path) is in use by another process: stop that one, or name another folder in BOTD_DATA_DIR"
    case .newer(let path, let version, let known):
      "\(path) was written by a later version of botd (schema \(version), this one knows up to \(known)): run that "
        + "version, or restore a backup made before the upgrade"
    case .damaged(let path, let reason):
      "\(path) can't be used as botd's database (\(reason)): restore a backup, or move the file away to begin anew"
    case .full(let path):
      "there is no room on the disk for \(path): free some and start again"
    case .unavailable(let path, let reason):
      "\(path) can't be opened: \(reason)"
    }
  }
}
