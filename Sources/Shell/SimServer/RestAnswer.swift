// SPDX-License-Identifier: Apache-2.0

import Documents
import NIOHTTP1
import WebSockets

/// An answer before it becomes HTTP.
struct RestAnswer: Hashable, Sendable {
  var status = 200
  var contentType = "application/json;charset=UTF-8"
  var headers: [Header] = []
  let body: [UInt8]

  struct Header: Hashable, Sendable {
    let name: String
    let value: String
  }

  init(status: Int = 200, _ node: Node) {
    self.status = status
    body = node.jsonBytes()
  }

  init(bytes: [UInt8]) { body = bytes }

  init(_ refusal: RestRefusal) {
    status = refusal.status
    var members: [(String, Node)] = [("code", .number(refusal.code)), ("msg", .string(refusal.message))]
    if let data = refusal.data { members.append(("data", data)) }
    body = Node.members(members).jsonBytes()
  }

  /// What the venue's web server says where there is nothing.
  static let notFound: RestAnswer = {
    var answer = RestAnswer(bytes: Array("<html><body><h2>404 Not found</h2></body></html>".utf8))
    answer.status = 404
    answer.contentType = "text/html"
    return answer
  }()

  static func methodNotAllowed(_ allowed: String) -> RestAnswer {
    var answer = RestAnswer(
      RestRefusal(status: 405, code: -1020, message: "This operation is not supported."))
    answer.headers = [Header(name: "Allow", value: allowed)]
    return answer
  }
}

extension WebSocketAdmission {
  /// Answers a request to open a connection like any other.
  static func refuse(_ answer: RestAnswer) -> WebSocketAdmission {
    .refuse(
      HTTPResponseStatus(statusCode: answer.status), body: String(decoding: answer.body, as: UTF8.self),
      contentType: answer.contentType)
  }
}
