// SPDX-License-Identifier: Apache-2.0

/// What became of the attempt to place an order.
public enum PlacementOutcome: Hashable, Sendable {
  /// The venue has it, as it stood then; fills that came with the answer are all that it had by then.
  case accepted(VenueOrderState, fills: [VenueFill])
  /// The venue proved that it does not have it.
  case refused(reason: String)
  /// It never left.
  case denied(reason: String)
  /// It was sent, and what became of it is not known.
  case unknown(reason: String)
}

/// What became of the attempt to take an order back.
public enum CancelOutcome: Hashable, Sendable {
  /// It is taken back, as it stands now.
  case canceled(VenueOrderState)
  /// The venue has no such order open: it may be filled or gone, or never have been. Look it up.
  case notOpen(reason: String)
  /// Not done, and not known why: the order may be open or not. Look it up.
  case unknown(reason: String)
}

/// What the venue says of an order that was looked up.
public enum OrderLookup: Hashable, Sendable {
  /// It has it.
  case found(VenueOrderState)
  /// It has none by that identity: for some time after an order was sent that proves nothing.
  case notFound
  /// It could not be asked.
  case failed(reason: String)
}
