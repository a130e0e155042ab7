// SPDX-License-Identifier: Apache-2.0

public import Documents

extension ControlFailure {
  /// What happened, in a sentence.
  public var summary: String {
    switch self {
    case .unreachable(let server, let cause): "\(server) can't be reached: \(cause)"
    case .timedOut(let server, let seconds, _): "\(server) did not answer within \(CellText.seconds(seconds)) s"
    case .outcomeUnknown(let server, let cause): "the connection to \(server) broke before the answer came: \(cause)"
    case .refused(let problem):
      problem.detail.isEmpty || problem.detail == problem.title ? problem.title : "\(problem.title): \(problem.detail)"
    case .notOurServer(let server, let answer): "what listens at \(server) is not a botd: \(answer)"
    case .notConfirmed(let action, let wasAsked):
      wasAsked ? "not confirmed; nothing was done" : "\(action) can't be undone, and nobody is there to confirm it"
    case .notTyped(let action, let name, let wasAsked):
      wasAsked ? "not confirmed; nothing was done" : "\(action), and nobody is there to type \(name)"
    case .notFound(let sentence), .usage(let sentence): sentence
    case .partial(let failed, let count): "\(failed) of \(count) failed"
    case .all(let failed, _): "all \(failed) failed"
    case .checksFailed(let count, _): count == 1 ? "1 check failed" : "\(count) checks failed"
    case .file(let path, let cause): "\(path): \(cause)"
    }
  }

  /// What to do about it, in a sentence; nil where that is plain.
  public var advice: String? {
    switch self {
    case .unreachable:
      "is botd running? Start it with 'botd serve', or name another server with --server or BOTCTL_SERVER"
    case .timedOut(_, _, let wasWrite):
      wasWrite
        ? "it may have been carried out all the same: look before you repeat it. --timeout gives it more time"
        : "give it more time with --timeout, or look at the server's log"
    case .outcomeUnknown: "it may or may not have been carried out: look before you repeat it"
    case .refused(let problem): problem.advice
    case .notOurServer: "name the right address with --server or BOTCTL_SERVER"
    case .notConfirmed(_, let wasAsked): wasAsked ? nil : "add --yes if you mean it"
    case .notTyped(_, let name, let wasAsked): wasAsked ? nil : "add --confirm-live \(name) if you mean it"
    case .notFound, .partial, .all, .checksFailed, .file: nil
    case .usage: nil
    }
  }

  /// All that there is to say, for people.
  public var message: String {
    var lines = ["Error: \(summary)"]
    if case .refused(let problem) = self {
      // The detail of a refusal for its fields repeats the first of them.
      if !problem.fields.isEmpty { lines = ["Error: \(problem.title)"] }
      for field in problem.fields {
        let value = field.value.map { " (\($0))" } ?? ""
        lines.append("  \(field.name)\(value): \(field.message)")
      }
    }
    if let advice { lines.append("Hint: \(advice)") }
    return lines.joined(separator: "\n")
  }

  /// All that there is to say, for programs: the server's problem document, or one of the same form.
  public var document: Node {
    var members: [Node.Member]
    if case .refused(let problem) = self {
      members = problem.node.object ?? []
    } else {
      members = [
        .init(key: "type", value: .string("urn:botyard:botctl:\(kind)")),
        .init(key: "title", value: .string(summary)),
      ]
    }
    if let advice { members.append(.init(key: "advice", value: .string(advice))) }
    members.append(.init(key: "exit_code", value: .number(exitCode.rawValue)))
    return .object(members)
  }

  private var kind: String {
    switch self {
    case .unreachable: "unreachable"
    case .timedOut: "timed-out"
    case .outcomeUnknown: "outcome-unknown"
    case .refused: "refused"
    case .notOurServer: "not-our-server"
    case .notConfirmed, .notTyped: "not-confirmed"
    case .notFound: "not-found"
    case .usage: "usage"
    case .partial, .all: "bulk"
    case .checksFailed: "checks-failed"
    case .file: "file"
    }
  }
}

extension ProblemDocument {
  /// What to do about it, in words of the command line.
  var advice: String? {
    switch status {
    case 401: "give the token with --token or BOTCTL_TOKEN; botd writes its own to admin.token in its data folder"
    case 403: "this token may not do that; use another one"
    case 404 where node["detail"]?.string?.hasPrefix("there is no bot") == true:
      "'botctl list' shows the bots that there are"
    case 404 where node["detail"]?.string?.hasPrefix("the venue does not trade") == true:
      "'botctl markets' shows the pairs that there are"
    case 409 where node["field"]?.string == "positions": "add --close-positions or --keep-positions"
    case 429, 503: "try again in a moment"
    case 500: "this is a fault of the server; its log says more"
    default: nil
    }
  }
}
