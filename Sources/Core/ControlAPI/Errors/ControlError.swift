// SPDX-License-Identifier: Apache-2.0

/// Why a request was not carried out. Nothing of it was.
public enum ControlError: Error, Hashable, Sendable {
  /// 400: it can't be read; the text says what and where.
  case malformed(String)
  /// 401: no token, or not ours.
  case unauthenticated
  /// 403: the token may not do this.
  case forbidden(String)
  /// 404: there is no such thing; the sentence names it.
  case notFound(String)
  /// 405: the path exists, the method doesn't; those that do, in capitals.
  case wrongMethod(allowed: [String])
  /// 409: it contradicts the state of things; the field that would settle it, if there is one.
  case conflict(String, field: String? = nil)
  /// 409: a limit holds it back; one word and a sentence with limit and value.
  case refused(rule: String, detail: String)
  /// 409: `If-Match` names another generation than the current one.
  case stale(current: Int64)
  /// 413: the body is larger than this many bytes.
  case tooLarge(maximumBytes: Int)
  /// 415: the body is of another type than those that are read.
  case unsupportedType(expected: [String])
  /// 422: fields or parameters are wrong; never empty.
  case invalid(FieldErrors)
  /// 429: too many at once; when to try again.
  case tooMany(retryAfterSeconds: Int)
  /// 503: not ready, the store full, the venue out of reach; when to try again.
  case unavailable(String, retryAfterSeconds: Int)
  /// 500: our fault. The client is told nothing of it; the text goes to the log.
  case broken(String)

  /// 422 for one field.
  public static func invalid(_ field: String, value: String?, _ message: String) -> ControlError {
    .invalid(FieldErrors([FieldError(field, value: value, message)]))
  }

  /// 404 for a bot.
  public static func noBot(named name: String) -> ControlError { .notFound("there is no bot named '\(name)'") }
}
