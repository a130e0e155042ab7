// SPDX-License-Identifier: Apache-2.0

/// What is wrong with one field of a request.
public struct FieldError: Error, Hashable, Sendable {
  /// Where: `risk.max_exposure`, `pairs[2]`, or the name of a query parameter or header.
  public let field: String
  /// The offending value as it was sent, shortened; nil where the field is missing.
  public let value: String?
  /// A sentence that says what would be right.
  public let message: String

  /// The fault of a field; a long name or value is shortened.
  public init(_ field: String, value: String?, _ message: String) {
    self.field = field.brief
    self.value = value?.brief
    self.message = message
  }
}

extension String {
  /// The text, shortened to 80 characters, as errors show it.
  var brief: String {
    guard unicodeScalars.count > 80 else { return self }
    var head = String.UnicodeScalarView(unicodeScalars.prefix(79))
    head.append("…")
    return String(head)
  }
}

/// Everything that is wrong with a request; never empty.
public struct FieldErrors: Error, Hashable, Sendable {
  /// The faults, in the order of the request.
  public let all: [FieldError]

  /// Faults, of which there is at least one.
  public init(_ all: [FieldError]) {
    precondition(!all.isEmpty, "a refusal has a reason")
    self.all = all
  }
}
