// SPDX-License-Identifier: Apache-2.0

import Documents

/// Where in a message an answer stands: REST sends it bare, the WebSocket API wraps it.
public enum AnswerPlace: Hashable, Sendable, CaseIterable {
  /// The message is the answer.
  case body
  /// Below `result`.
  case result
  /// Below `data` of an error's body.
  case errorData
  /// Below `error`, `data`.
  case wrappedErrorData

  var keys: [StaticString] {
    switch self {
    case .body: []
    case .result: ["result"]
    case .errorData: ["data"]
    case .wrappedErrorData: ["error", "data"]
    }
  }
}

extension AccountAnswers {
  /// Reads what stands at a place of a message with `read`, which reads exactly one value.
  static func reading<Answer>(
    _ bytes: RawSpan, at place: AnswerPlace, _ read: (inout JSONScanner) throws(JSONError) -> Answer
  ) throws(WireError) -> Answer {
    let keys = place.keys
    let answer = try RestAnswers.reading(bytes) { (scanner) throws(JSONError) in
      try descend(&scanner, keys[...], read)
    }
    guard let answer else { throw .missing(field: keys.last?.description ?? "") }
    return answer
  }

  private static func descend<Answer>(
    _ scanner: inout JSONScanner, _ keys: ArraySlice<StaticString>,
    _ read: (inout JSONScanner) throws(JSONError) -> Answer
  ) throws(JSONError) -> Answer? {
    guard let first = keys.first else { return try read(&scanner) }
    guard try scanner.nextKind() == .object else {
      try scanner.skipValue()
      return nil
    }
    var answer: Answer?
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      if first ~= key { answer = try descend(&scanner, keys.dropFirst(), read) } else { try scanner.skipValue() }
    }
    return answer
  }
}
