// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOPosix

/// Why a connection could not be made, in words for people.
public enum ConnectionFailure {
  /// What the operating system says, without the library's wrapping; an error of another kind as it describes itself.
  public static func sentence(_ error: any Error) -> String {
    switch error {
    case let error as NIOConnectionError:
      if let last = error.connectionErrors.last { return sentence(last.error) }
      return error.dnsAError == nil && error.dnsAAAAError == nil ? "\(error)" : "the name can't be resolved"
    case let error as IOError: return String(cString: strerror(error.errnoCode)).lowercased()
    default: return "\(error)"
    }
  }
}
