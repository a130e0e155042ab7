// SPDX-License-Identifier: Apache-2.0

import Documents
public import TradingModel

/// A frame of the WebSocket API.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/websocket-api/response-format
public enum ApiFrame: Hashable, Sendable {
  /// The answer to a request; what it holds is read from the same bytes at ``AnswerPlace/result``.
  case answer(ApiAnswer)
  /// Something that happened on an account.
  case event(UserEvent, subscriptionID: Int64?)
}

/// The envelope of an answer of the WebSocket API.
public struct ApiAnswer: Hashable, Sendable {
  /// The number under which was asked; nil where the venue names none that is a number.
  public var id: Int64?
  /// Like the status of HTTP.
  public var status: Int
  /// Why it was not done, or nil.
  public var error: VenueErrorBody?
  /// From when on may be asked again, where too much was asked.
  public var retryAt: Instant?
  /// The venue's time, where too much was asked.
  public var serverTime: Instant?
  /// How much of the venue's limits is used.
  public var limits: [LimitUse]
}

extension ApiFrame {
  /// Reads one frame.
  public static func decode(_ bytes: RawSpan) throws(WireError) -> ApiFrame {
    let fields = try RestAnswers.reading(bytes) { (scanner) throws(JSONError) in
      var fields = FrameHead()
      try fields.read(from: &scanner)
      return fields
    }
    if let event = fields.event {
      return .event(try UserEvent.decode(bytes, named: event), subscriptionID: fields.subscriptionID)
    }
    let status = try required(fields.status, "status")
    guard let status = Int(exactly: status) else { throw .missing(field: "status") }
    var answer = ApiAnswer(id: fields.id, status: status, limits: fields.limits)
    if fields.hasError {
      answer.error = VenueErrorBody(
        code: try required(fields.code, "code"), message: try required(fields.message, "msg"))
      answer.retryAt = fields.retryAt
      answer.serverTime = fields.serverTime
    }
    return .answer(answer)
  }
}

/// What a frame is, its answer left unread.
private struct FrameHead {
  var id: Int64?
  var status: Int64?
  var hasError = false
  var code: Int64?
  var message: String?
  var retryAt: Instant?
  var serverTime: Instant?
  var limits: [LimitUse] = []
  var event: String?
  var subscriptionID: Int64?

  mutating func read(from scanner: inout JSONScanner) throws(JSONError) {
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      switch key {
      case "id": id = try scanner.int64OrSkip()
      case "status": status = try scanner.int64OrSkip()
      case "error": try readError(from: &scanner)
      case "rateLimits":
        if try scanner.nextKind() == .array { limits = try scanner.limitUses() } else { try scanner.skipValue() }
      case "event": try readEvent(from: &scanner)
      case "e": event = try scanner.stringOrSkip()
      case "subscriptionId": subscriptionID = try scanner.int64OrSkip()
      default: try scanner.skipValue()
      }
    }
  }

  private mutating func readError(from scanner: inout JSONScanner) throws(JSONError) {
    guard try scanner.nextKind() == .object else { return try scanner.skipValue() }
    hasError = true
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      switch key {
      case "code": code = try scanner.int64OrSkip()
      case "msg": message = try scanner.stringOrSkip()
      case "data": try readData(from: &scanner)
      default: try scanner.skipValue()
      }
    }
  }

  private mutating func readData(from scanner: inout JSONScanner) throws(JSONError) {
    guard try scanner.nextKind() == .object else { return try scanner.skipValue() }
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      switch key {
      case "retryAfter": retryAt = try scanner.instantOrSkip()
      case "serverTime": serverTime = try scanner.instantOrSkip()
      default: try scanner.skipValue()
      }
    }
  }

  private mutating func readEvent(from scanner: inout JSONScanner) throws(JSONError) {
    guard try scanner.nextKind() == .object else { return try scanner.skipValue() }
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      switch key {
      case "e": event = try scanner.stringOrSkip()
      default: try scanner.skipValue()
      }
    }
  }
}
