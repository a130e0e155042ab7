// SPDX-License-Identifier: Apache-2.0

public import Documents

/// The OpenAPI 3.1 document of the API, printed from the table of operations.
public enum OpenAPIDocument {
  /// The document as YAML; the same table gives the same text.
  ///
  /// - Parameter version: the server's version.
  public static func yaml(version: String) -> String { node(version: version).yaml() }

  /// The document.
  public static func node(version: String) -> Node {
    var printer = SchemaPrinter()
    var paths: [Node.Member] = []
    for operation in RouteTable.operations {
      let member = Node.Member(
        key: operation.method.rawValue.lowercased(), value: node(of: operation, &printer))
      let path = operation.path.description
      if let index = paths.firstIndex(where: { $0.key == path }) {
        paths[index].value = .object((paths[index].value.object ?? []) + [member])
      } else {
        paths.append(Node.Member(key: path, value: .object([member])))
      }
    }
    let problems = problems(&printer)
    let schemas = printer.named.sorted { $0.key < $1.key }.map { Node.Member(key: $0.key, value: $0.value) }
    return [
      "openapi": "3.1.0",
      "info": [
        "title": "Botyard", "version": .string(version),
        "description": .string(description),
        "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
      ],
      "security": [["bearer": []]],
      "paths": .object(paths),
      "components": [
        "securitySchemes": ["bearer": ["type": "http", "scheme": "bearer"]],
        "schemas": .object(schemas),
        "responses": .object(problems),
      ],
    ]
  }

  private static let description = """
    Many trading bots on one machine. Decimals are strings, ratios numbers (0.01 is 1 %), times RFC 3339 in UTC; every \
    list has a cursor, every error is a problem document.
    """

  private static func node(of operation: Operation, _ printer: inout SchemaPrinter) -> Node {
    var members: [Node.Member] = [
      .init(key: "operationId", value: .string(operation.id.rawValue)),
      .init(key: "summary", value: .string(operation.summary)),
    ]
    if operation.isOpen { members.append(.init(key: "security", value: [])) }
    let parameters = parameters(of: operation, &printer)
    if !parameters.isEmpty { members.append(.init(key: "parameters", value: .array(parameters))) }
    if let body = operation.body {
      let schema = printer.node(body.schema, isClosed: true)
      let content = body.mediaTypes.map { type in
        Node.Member(key: type, value: ["schema": schema, "example": body.example])
      }
      members.append(
        .init(
          key: "requestBody",
          value: ["required": .bool(body.isRequired), "content": .object(content)]))
    }
    members.append(.init(key: "responses", value: responses(of: operation, &printer)))
    return .object(members)
  }

  private static func parameters(of operation: Operation, _ printer: inout SchemaPrinter) -> [Node] {
    let inPath = operation.path.parameters.map { name -> Node in
      [
        "name": .string(name), "in": "path", "required": true,
        "schema": printer.node(.text(.botName), isClosed: true),
      ]
    }
    return inPath + operation.parameters.map { node(of: $0, &printer) }
  }

  private static func node(of parameter: Operation.Parameter, _ printer: inout SchemaPrinter) -> Node {
    var schema = printer.node(Schema(parameter.schema.form), isClosed: true)
    if let standard = parameter.defaultValue, case .object(let members) = schema.content {
      schema = .object(members + [Node.Member(key: "default", value: standard)])
    }
    var members: [Node.Member] = [
      .init(key: "name", value: .string(parameter.name)),
      .init(key: "in", value: .string(parameter.place.rawValue)),
      .init(key: "required", value: .bool(parameter.isRequired)),
    ]
    if !parameter.schema.doc.isEmpty {
      members.append(.init(key: "description", value: .string(parameter.schema.doc)))
    }
    if case .list = parameter.schema.form {
      members += [.init(key: "style", value: "form"), .init(key: "explode", value: false)]
    }
    return .object(members + [Node.Member(key: "schema", value: schema)])
  }

  private static func responses(of operation: Operation, _ printer: inout SchemaPrinter) -> Node {
    let answer = operation.answer
    var members: [Node.Member] = [.init(key: "description", value: "Done.")]
    if !answer.headers.isEmpty {
      let headers = answer.headers.sorted { $0.key < $1.key }.map { name, doc in
        Node.Member(key: name, value: ["description": .string(doc), "schema": ["type": "string"]])
      }
      members.append(.init(key: "headers", value: .object(headers)))
    }
    if let type = answer.mediaType, let schema = answer.schema {
      let content: Node = ["schema": printer.node(schema, isClosed: false)]
      members.append(.init(key: "content", value: .object([.init(key: type, value: content)])))
    }
    let failures = operation.allFailures.map { status in
      Node.Member(
        key: String(status), value: ["$ref": .string("#/components/responses/Problem\(status)")])
    }
    return .object([Node.Member(key: String(answer.status), value: .object(members))] + failures)
  }

  /// The errors, by status.
  private static func problems(_ printer: inout SchemaPrinter) -> [Node.Member] {
    let schema = printer.node(AnswerSchemas.problem, isClosed: false)
    let statuses = Set(RouteTable.operations.flatMap(\.allFailures)).sorted()
    return statuses.map { status in
      var members: [Node.Member] = [.init(key: "description", value: .string(meaning(of: status)))]
      if let header = header(of: status) {
        members.append(
          .init(key: "headers", value: .object([.init(key: header, value: ["schema": ["type": "string"]])])))
      }
      members.append(
        .init(key: "content", value: .object([.init(key: Problem.mediaType, value: ["schema": schema])])))
      return Node.Member(key: "Problem\(status)", value: .object(members))
    }
  }

  private static func meaning(of status: Int) -> String {
    switch status {
    case 400: "It can't be read: malformed JSON, broken UTF-8, bad percent-encoding."
    case 401: "No token, or not ours."
    case 404: "There is no such thing."
    case 409: "It contradicts the state of things, is refused by a limit, or If-Match is stale."
    case 413: "The body is too large."
    case 415: "The body is of another type."
    case 422: "A field or parameter is wrong or unknown."
    case 503: "Not ready, the store full, or the venue out of reach; Retry-After says when to try again."
    default: "Something is wrong."
    }
  }

  private static func header(of status: Int) -> String? {
    switch status {
    case 401: "WWW-Authenticate"
    case 503: "Retry-After"
    default: nil
    }
  }
}
