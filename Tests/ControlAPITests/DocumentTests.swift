// SPDX-License-Identifier: Apache-2.0

import ControlAPI
import Documents
import Testing

@Suite struct `The OpenAPI document` {
  let document = OpenAPIDocument.node(version: "1.2.3")

  @Test func `has every operation of the table and no other`() {
    var found: [String] = []
    for path in document["paths"]?.object ?? [] {
      for method in path.value.object ?? [] {
        found.append("\(method.key.uppercased()) \(path.key) \(method.value["operationId"]?.string ?? "")")
      }
    }
    #expect(
      Set(found) == Set(RouteTable.operations.map { "\($0.method.rawValue) \($0.path) \($0.id.rawValue)" }))
    #expect(found.count == OperationID.allCases.count)
  }

  @Test func `resolves every reference and uses every schema`() {
    var used: Set<String> = []
    collect(document, into: &used)
    let components = document["components"]
    var defined: Set<String> = []
    for section in ["schemas", "responses"] {
      for member in components?[section]?.object ?? [] { defined.insert("#/components/\(section)/\(member.key)") }
    }
    #expect(used == defined)
  }

  private func collect(_ node: Node, into references: inout Set<String>) {
    if let reference = node["$ref"]?.string { references.insert(reference) }
    for member in node.object ?? [] { collect(member.value, into: &references) }
    for element in node.array ?? [] { collect(element, into: &references) }
  }

  @Test func `declares a token for all that need one`() {
    for operation in RouteTable.operations {
      let node = document["paths"]?[operation.path.description]?[operation.method.rawValue.lowercased()]
      #expect((node?["security"]?.array == []) == operation.isOpen)
      #expect((node?["responses"]?["401"] != nil) == !operation.isOpen)
    }
    #expect(
      RouteTable.operations.filter(\.isOpen).map(\.path.description) == ["/health", "/ready", "/openapi.yaml"])
  }

  @Test func `closes every request's schema`() {
    for name in ["BotDraft", "BotPatch", "RiskLimits", "RiskLimitsPatch", "StopRequest", "EntryRequest", "ExitRequest"]
    {
      let schema = document["components"]?["schemas"]?[name]
      #expect(schema?["additionalProperties"]?.bool == false, "\(name)")
    }
    #expect(document["components"]?["schemas"]?["Bot"]?["additionalProperties"] == nil)
  }

  @Test func `is the same text each time`() {
    let text = OpenAPIDocument.yaml(version: "1.2.3")
    #expect(text == OpenAPIDocument.yaml(version: "1.2.3"))
    #expect(text.hasPrefix("openapi: \"3.1.0\"\ninfo:\n"))
  }

  @Test func `gives examples that are taken`() throws {
    for operation in RouteTable.operations {
      guard let body = operation.body else { continue }
      #expect(body.schema.faults(in: body.example) == [], "\(operation.id)")
    }
  }
}

@Suite struct `The table of routes` {
  @Test func `has every operation once`() {
    #expect(RouteTable.operations.map(\.id.rawValue).sorted() == OperationID.allCases.map(\.rawValue).sorted())
  }

  @Test(arguments: RouteTable.operations.map(\.id))
  func `leads each operation's path to it`(id: OperationID) throws {
    let operation = try #require(RouteTable.operation(id))
    let path = operation.path.description.replacing("{name}", with: "alpha")
    guard
      case .operation(let found, let values) = RouteTable.standard.match(
        method: operation.method.rawValue, path: path)
    else {
      Issue.record("\(path) leads nowhere")
      return
    }
    #expect(found.id == id)
    #expect(values == (operation.path.parameters.isEmpty ? [:] : ["name": "alpha"]))
  }

  @Test func `tells a wrong method from an unknown path`() {
    guard case .wrongMethod(let allowed) = RouteTable.standard.match(method: "PUT", path: "/api/v1/bots") else {
      Issue.record("PUT is taken")
      return
    }
    #expect(allowed == ["POST", "GET"])
    for path in ["", "bots", "/", "//", "/api/v1/bots//start", "/api/v1/bots/", "/API/v1/bots"] {
      if case .unknown = RouteTable.standard.match(method: "GET", path: path) { continue }
      if case .operation(let operation, _) = RouteTable.standard.match(method: "GET", path: path) {
        // An empty name is a name that no bot has.
        #expect(operation.path.parameters == ["name"], "\(path)")
      }
    }
  }

  @Test func `a path that is written out is meant before one with a name in it`() {
    guard case .operation(let check, _) = RouteTable.standard.match(method: "POST", path: "/api/v1/strategies/check"),
      case .wrongMethod(let allowed) = RouteTable.standard.match(method: "GET", path: "/api/v1/strategies/check"),
      case .operation(let read, let values) = RouteTable.standard.match(method: "GET", path: "/api/v1/strategies/macd")
    else {
      Issue.record("the paths lead elsewhere")
      return
    }
    #expect(check.id == .checkStrategy)
    #expect(allowed == ["POST"])
    #expect(read.id == .getStrategy && values == ["name": "macd"])
  }
}
