// SPDX-License-Identifier: Apache-2.0

/// What happens on an account by itself.
public enum AccountEvent: Hashable, Sendable {
  /// The stream is up from now on; what happened before has to be asked.
  case connected
  /// The stream is down: nothing is told until it is up again.
  case disconnected(reason: String)
  /// An order stands elsewhere, by a fill or without.
  case order(VenueOrderState, fill: VenueFill?)
  /// The account has so much of these assets now; of the others nothing is said.
  case balances([Asset: Balance], at: Instant)
  /// Something came or went that no trade did: a deposit, a withdrawal, a transfer.
  case moved(Asset, by: Fixed, at: Instant)
}
