// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import NIOCore

/// What became of a request about an account.
enum VenueReply: Sendable {
  /// The venue answered.
  case answered(VenueAnswer)
  /// It never left.
  case notSent(String)
  /// It may have arrived; no answer came.
  case lost(String)
}

/// An answer of the venue's, over whatever it came.
struct VenueAnswer: Sendable {
  /// The status of HTTP, or the one in the WebSocket API's answer.
  let status: Int
  /// Why it was not done, where the venue says so.
  let error: VenueErrorBody?
  let body: ByteBuffer
  /// Where in the body the answer stands.
  let place: AnswerPlace

  /// What the venue said, for people.
  var words: String { error.map { "\($0)" } ?? "HTTP status \(status)" }

  /// Reads what stands in it.
  func read<Value>(_ decode: (RawSpan, AnswerPlace) throws(WireError) -> Value) throws(WireError) -> Value {
    try decode(body.readableBytesSpan, place)
  }
}
