// SPDX-License-Identifier: Apache-2.0

public import Documents

/// An error as it is sent: a problem document (RFC 9457).
public struct Problem: Hashable, Sendable {
  /// The status code.
  public let status: Int
  /// One word for machines: the end of `type`.
  public let kind: String
  /// What kind of error it is, for people.
  public let title: String
  /// What happened, and what to do.
  public let detail: String
  /// The fields at fault.
  public let errors: [FieldError]
  /// The limit that refused.
  public let rule: String?
  /// The field that would settle a conflict.
  public let field: String?
  /// When to try again.
  public let retryAfterSeconds: Int?
  /// The methods that the path has.
  public let allowedMethods: [String]?

  /// What `type` begins with.
  static let typePrefix = "urn:botyard:problem:"

  /// The media type of a problem document.
  public static let mediaType = "application/problem+json"

  init(
    _ status: Int, _ kind: String, _ title: String, detail: String, errors: [FieldError] = [], rule: String? = nil,
    field: String? = nil, retryAfterSeconds: Int? = nil, allowedMethods: [String]? = nil
  ) {
    self.status = status
    self.kind = kind
    self.title = title
    self.detail = detail
    self.errors = errors
    self.rule = rule
    self.field = field
    self.retryAfterSeconds = retryAfterSeconds
    self.allowedMethods = allowedMethods
  }

  /// The document.
  public var node: Node {
    var members: [Node.Member] = [
      .init(key: "type", value: .string(Self.typePrefix + kind)),
      .init(key: "title", value: .string(title)),
      .init(key: "status", value: .number(status)),
      .init(key: "detail", value: .string(detail)),
    ]
    if !errors.isEmpty {
      let items = errors.map { error -> Node in
        [
          "field": .string(error.field), "value": error.value.map(Node.string) ?? .null,
          "message": .string(error.message),
        ]
      }
      members.append(.init(key: "errors", value: .array(items)))
    }
    if let rule { members.append(.init(key: "rule", value: .string(rule))) }
    if let field { members.append(.init(key: "field", value: .string(field))) }
    return .object(members)
  }
}

extension ControlError {
  /// The problem document of the error.
  public var problem: Problem {
    switch self {
    case .malformed(let detail):
      Problem(400, "malformed", "The request can't be read", detail: detail)
    case .unauthenticated:
      Problem(
        401, "unauthenticated", "A token is needed",
        detail:
          "send 'Authorization: Bearer TOKEN'; the token is BOTD_ADMIN_TOKEN, or, where none was given, in admin.token in the server's data folder"
      )
    case .forbidden(let detail):
      Problem(403, "forbidden", "Not allowed", detail: detail)
    case .notFound(let detail):
      Problem(404, "not-found", "Not found", detail: detail)
    case .wrongMethod(let allowed):
      Problem(
        405, "wrong-method", "Wrong method", detail: "this path takes \(allowed.joined(separator: ", "))",
        allowedMethods: allowed)
    case .conflict(let detail, let field):
      Problem(409, "conflict", "Conflict", detail: detail, field: field)
    case .refused(let rule, let detail):
      Problem(409, "refused", "Refused by a limit", detail: detail, rule: rule)
    case .stale(let current):
      Problem(
        409, "stale", "Changed meanwhile",
        detail: "the current generation is \(current); read the bot again, and change that", field: "If-Match")
    case .tooLarge, .unsupportedType, .invalid, .tooMany, .unavailable, .broken: unreadableProblem
    }
  }

  /// The problem document of what is wrong with the request's form, or with the server.
  private var unreadableProblem: Problem {
    switch self {
    case .tooLarge(let maximum):
      Problem(413, "too-large", "The body is too large", detail: "a body may have \(maximum) bytes")
    case .unsupportedType(let expected):
      Problem(
        415, "unsupported-type", "The body's type is not supported",
        detail: "send 'Content-Type: \(expected.joined(separator: "' or '"))'")
    case .invalid(let errors):
      Problem(
        422, "invalid", "Something in the request is wrong", detail: errors.all[0].message, errors: errors.all)
    case .tooMany(let seconds):
      Problem(
        429, "too-many", "Too many requests", detail: "try again in \(seconds) s", retryAfterSeconds: seconds)
    case .unavailable(let detail, let seconds):
      Problem(503, "unavailable", "Not available now", detail: detail, retryAfterSeconds: seconds)
    case .broken, .malformed, .unauthenticated, .forbidden, .notFound, .wrongMethod, .conflict, .refused, .stale:
      Problem(500, "broken", "The server failed", detail: "this is a fault of the server; its log says more")
    }
  }
}
