// SPDX-License-Identifier: Apache-2.0

public import BinanceWire
import Ports

/// Why a request has no answer that can be used.
public enum VenueRequestError: Error, Hashable, Sendable {
  /// No answer in time, no connection, or a failure on the venue's side; it may be tried again.
  case unreachable(String)
  /// The venue answered that it won't; trying again won't help.
  case refused(VenueErrorBody, status: Int)
  /// Too much was asked; nothing may be asked for so long.
  case rateLimited(retryAfter: Duration)
  /// The answer is none that is documented.
  case malformed(String)
}

extension VenueRequestError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreachable(let reason): "unreachable: \(reason)"
    case .refused(let body, let status): "refused: \(body) (HTTP status \(status))"
    case .rateLimited(let duration): "rate limited for \(duration)"
    case .malformed(let reason): "malformed answer: \(reason)"
    }
  }
}
