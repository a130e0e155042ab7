// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The administrator's token that botd makes for itself: in a file of the data folder that only its owner can read.
public struct AdminTokenFile: Sendable {
  /// Its path.
  public let path: String

  /// The file of a data folder.
  public init(dataFolder: String) { path = dataFolder + "/admin.token" }

  /// The token that is kept, or a new one that is kept from now on. The folder must exist.
  public func token() throws(ConfigurationErrors) -> Secret {
    if let kept = try kept() { return Secret(kept) }
    var generator = SystemRandomNumberGenerator()
    let token = (0..<32).map { _ in
      let digits = String(UInt8.random(in: .min ... .max, using: &generator), radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
    try keep(token)
    return Secret(token)
  }

  private func kept() throws(ConfigurationErrors) -> String? {
    guard TextFile.exists(path) else { return nil }
    let text: String
    do {
      text = try TextFile.read(path)
    } catch {
      throw ConfigurationErrors("\(path): \(error.reason); make it readable to this user, or take it away.")
    }
    let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !token.isEmpty else { return nil }
    guard token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
      throw ConfigurationErrors("\(path) holds no token; take it away, and botd makes one.")
    }
    // A copy or a backup may have opened it to others.
    _ = chmod(path, 0o600)
    return token
  }

  /// Written whole under another name first: a start that is cut short leaves no half a token.
  private func keep(_ token: String) throws(ConfigurationErrors) {
    let new = path + ".new"
    _ = unlink(new)
    let file = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw refusal() }
    let bytes = Array(token.utf8)
    let isWritten = write(file, bytes, bytes.count) == bytes.count && fsync(file) == 0
    let error = errno
    guard close(file) == 0, isWritten, rename(new, path) == 0 else {
      if !isWritten { errno = error }
      throw refusal()
    }
  }

  private func refusal() -> ConfigurationErrors {
    ConfigurationErrors(
      "\(path) can't be written (\(String(cString: strerror(errno)))); give this user a BOTD_DATA_DIR that it may "
        + "write to, or set BOTD_ADMIN_TOKEN.")
  }
}
