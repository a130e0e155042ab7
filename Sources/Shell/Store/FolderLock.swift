// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// The right to use a data folder alone: a lock on a file in it, which the system takes back when the process ends.
final class FolderLock: Sendable {
  private let descriptor: Mutex<Int32?>

  /// Takes the lock of a folder without waiting.
  init(path: String) throws(StoreOpenError) {
    let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .notWritable(path: path, reason: String(cString: strerror(errno)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      Foundation.close(descriptor)
      guard code == EWOULDBLOCK else { throw .notWritable(path: path, reason: String(cString: strerror(code))) }
      throw .inUse(path: path)
    }
    self.descriptor = Mutex(descriptor)
  }

  /// Gives the folder up.
  func release() {
    descriptor.withLock { descriptor in
      if let open = descriptor { Foundation.close(open) }
      descriptor = nil
    }
  }

  deinit { release() }
}
