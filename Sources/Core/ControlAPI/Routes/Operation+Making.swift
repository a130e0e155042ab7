// SPDX-License-Identifier: Apache-2.0

import Documents

extension Operation {
  /// Reads one thing.
  static func read(
    _ id: OperationID, _ path: String, _ summary: String, answer: Schema, headers: [String: String] = [:],
    parameters: [Parameter] = [], failures: [Int] = [], isOpen: Bool = false
  ) -> Operation {
    Operation(
      id: id, method: .get, path: PathTemplate(path), summary: summary, parameters: parameters, body: nil,
      answer: Answer(status: 200, mediaType: "application/json", schema: answer, headers: headers),
      failures: failures, isOpen: isOpen)
  }

  /// Reads a text.
  static func text(
    _ id: OperationID, _ path: String, _ summary: String, mediaType: String, schema: Schema = .text(.any),
    parameters: [Parameter] = [], failures: [Int] = [], isOpen: Bool = false
  ) -> Operation {
    Operation(
      id: id, method: .get, path: PathTemplate(path), summary: summary, parameters: parameters, body: nil,
      answer: Answer(status: 200, mediaType: mediaType, schema: schema, headers: [:]), failures: failures,
      isOpen: isOpen)
  }

  /// Reads a list, part by part.
  static func list(
    _ id: OperationID, _ path: String, _ summary: String, item: Schema, name: String,
    parameters: [Parameter] = [], failures: [Int] = []
  ) -> Operation {
    let paging: [Parameter] = [
      .query(
        "limit", .whole(Int64(PageRequest.limits.lowerBound)...Int64(PageRequest.limits.upperBound), "How many."),
        default: .number(PageRequest.defaultLimit)),
      .query("cursor", .text(.cursor, "Where to go on: next_cursor of the page before.")),
    ]
    return Operation(
      id: id, method: .get, path: PathTemplate(path), summary: summary, parameters: parameters + paging, body: nil,
      answer: Answer(
        status: 200, mediaType: "application/json", schema: AnswerSchemas.page(of: item, name: name), headers: [:]),
      failures: failures, isOpen: false)
  }

  /// Changes something. A client's key makes it safe to ask again.
  static func write(
    _ id: OperationID, _ method: Method, _ path: String, _ summary: String, body: Body? = nil,
    parameters: [Parameter] = [], status: Int = 200, answer: Schema? = nil, headers: [String: String] = [:]
  ) -> Operation {
    let key = Parameter.header(
      "Idempotency-Key",
      .text(.idempotencyKey, "The same key gets the same answer again; with another request it is refused."))
    return Operation(
      id: id, method: method, path: PathTemplate(path), summary: summary, parameters: parameters + [key],
      body: body,
      answer: Answer(
        status: status, mediaType: answer.map { _ in "application/json" }, schema: answer, headers: headers),
      failures: [409, 503], isOpen: false)
  }
}

extension Operation.Body {
  /// A body without fields, which may be left out.
  static let empty = Operation.Body(
    schema: .object([], "Nothing.", name: "Empty"), mediaTypes: RouteTable.jsonOnly, isRequired: false, example: [:])
}
