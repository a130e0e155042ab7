// SPDX-License-Identifier: Apache-2.0

public import Documents

/// Why a command did not do what it was told.
public enum ControlFailure: Error, Hashable, Sendable {
  /// Nobody listens at the server's address, or the connection broke; the cause in words.
  case unreachable(server: String, cause: String)
  /// The server did not answer within this many seconds; whether the request may have been carried out all the same.
  case timedOut(server: String, seconds: Double, wasWrite: Bool)
  /// The connection broke after a write was sent: it may or may not have been carried out.
  case outcomeUnknown(server: String, cause: String)
  /// The server said no.
  case refused(ProblemDocument)
  /// Something answered that doesn't speak our API; what it said, shortened.
  case notOurServer(server: String, answer: String)
  /// What was asked can't be undone and needs a confirmation; what would have been done.
  case notConfirmed(action: String, wasAsked: Bool)
  /// What was asked concerns real money and needs a name typed once more, which it wasn't.
  case notTyped(action: String, name: String, wasAsked: Bool)
  /// There is no such thing on the server; the sentence names it.
  case notFound(String)
  /// The command line or a file that it names is wrong; what to write instead.
  case usage(String)
  /// Of several things some failed. Each was reported where it failed.
  case partial(failed: Int, of: Int)
  /// Every one of several things failed, and in the same way. Each was reported where it failed.
  case all(failed: Int, code: ExitCode)
  /// A check found something wrong; it was reported where it was found.
  case checksFailed(Int, code: ExitCode)
  /// A file can't be read or written.
  case file(path: String, cause: String)

  /// The exit code that tells a script of it.
  public var exitCode: ExitCode {
    switch self {
    case .unreachable, .timedOut, .outcomeUnknown: .unreachable
    case .refused(let problem): problem.exitCode
    case .notOurServer, .file: .failure
    case .notConfirmed, .notTyped: .confirmationMissing
    case .notFound: .notFound
    case .usage: .usage
    case .partial: .partialFailure
    case .all(_, let code), .checksFailed(_, let code): code
    }
  }
}

/// An error as the server sends it (RFC 9457).
public struct ProblemDocument: Hashable, Sendable {
  /// What is wrong with one field.
  public struct Field: Hashable, Sendable {
    /// Where.
    public let name: String
    /// What was sent; nil where it is missing.
    public let value: String?
    /// What would be right.
    public let message: String
  }

  /// The status code.
  public let status: Int
  /// What kind of error it is.
  public let title: String
  /// What happened.
  public let detail: String
  /// The fields at fault.
  public let fields: [Field]
  /// The document as it came.
  public let node: Node

  /// The problem in an answer; nil where the answer isn't a problem document.
  public init?(status: Int, _ node: Node) {
    guard let title = node["title"]?.string else { return nil }
    self.status = status
    self.title = title
    detail = node["detail"]?.string ?? ""
    fields = (node["errors"]?.array ?? []).map { error in
      Field(
        name: error["field"]?.string ?? "", value: error["value"].flatMap(CellText.raw),
        message: error["message"]?.string ?? "")
    }
    self.node = node
  }

  /// The exit code that tells a script of it.
  public var exitCode: ExitCode {
    switch status {
    case 401, 403: .notAuthorised
    case 404: .notFound
    case 409: .conflict
    default: .failure
    }
  }
}
