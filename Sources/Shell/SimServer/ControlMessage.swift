// SPDX-License-Identifier: Apache-2.0

import Documents

/// What a client asks of its stream connection.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
enum ControlMessage: Hashable, Sendable {
  case subscribe([String])
  case unsubscribe([String])
  case listSubscriptions
  case setCombined(Bool)
  case getCombined
}

/// The answer to a message that can't be followed.
struct ControlRefusal: Error, Hashable, Sendable {
  let code: Int
  let message: String

  static let unknownProperty = ControlRefusal(code: 0, message: "Unknown property")
  static let notBoolean = ControlRefusal(code: 1, message: "Invalid value type: expected Boolean")

  static func invalid(_ what: String) -> ControlRefusal {
    ControlRefusal(code: 2, message: "Invalid request: \(what)")
  }
}

/// A message with the identity by which its answer is known.
struct ControlRequest: Sendable {
  /// A number, a text or null; echoed in the answer.
  let id: Node
  let message: Result<ControlMessage, ControlRefusal>

  /// How many streams a connection may have.
  static let streamsMax = 1024

  init(_ bytes: [UInt8]) {
    let node: Node
    do throws(JSONError) {
      node = try JSONParser(maximumDepth: 16, maximumBytes: 1 << 18).parse(bytes)
    } catch {
      id = .null
      message = .failure(ControlRefusal(code: 3, message: "Invalid JSON: \(error)"))
      return
    }
    let id = node["id"] ?? .null
    guard Self.isAllowed(id) else {
      self.id = .null
      message = .failure(.invalid("request ID must be an unsigned integer"))
      return
    }
    self.id = id
    do throws(ControlRefusal) {
      message = .success(try Self.message(node))
    } catch {
      message = .failure(error)
    }
  }

  private static func isAllowed(_ id: Node) -> Bool {
    if let text = id.string { return text.utf8.count <= 36 }
    return id.isNull || id.int64 != nil
  }

  private static func message(_ node: Node) throws(ControlRefusal) -> ControlMessage {
    guard case .object = node.content else { throw .invalid("expected an object") }
    guard let method = node["method"] else { throw .invalid("missing field `method`") }
    let parameters = try parameters(node["params"])
    switch method.string {
    case "SUBSCRIBE": return .subscribe(try names(parameters))
    case "UNSUBSCRIBE": return .unsubscribe(try names(parameters))
    case "LIST_SUBSCRIPTIONS": return .listSubscriptions
    case "SET_PROPERTY":
      guard parameters.count <= 2 else { throw .invalid("too many parameters") }
      try requireCombined(parameters.first)
      guard let value = parameters.dropFirst().first?.bool else { throw .notBoolean }
      return .setCombined(value)
    case "GET_PROPERTY":
      guard parameters.count <= 1 else { throw .invalid("too many parameters") }
      try requireCombined(parameters.first)
      return .getCombined
    default:
      throw .invalid(
        "unknown variant `\(method.string ?? method.json())`, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, "
          + "`LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY`")
    }
  }

  private static func parameters(_ node: Node?) throws(ControlRefusal) -> [Node] {
    guard let node, !node.isNull else { return [] }
    guard let items = node.array else { throw .invalid("params must be an array") }
    return items
  }

  private static func names(_ parameters: [Node]) throws(ControlRefusal) -> [String] {
    guard !parameters.isEmpty else { throw .invalid("missing field `params`") }
    guard parameters.count <= streamsMax else { throw .invalid("too many parameters") }
    var names: [String] = []
    for parameter in parameters {
      guard let name = parameter.string else { throw .invalid("stream names must be strings") }
      names.append(name)
    }
    return names
  }

  private static func requireCombined(_ name: Node?) throws(ControlRefusal) {
    guard let text = name?.string else { throw .invalid("property name must be a string") }
    guard text == "combined" else { throw .unknownProperty }
  }
}
