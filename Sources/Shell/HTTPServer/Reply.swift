// SPDX-License-Identifier: Apache-2.0

import ControlAPI
import Documents
import HTTPTypes
import Hummingbird
import NIOCore

/// An answer, before it is one of Hummingbird's.
struct Reply: Sendable {
  var status: Int
  var body: [UInt8] = []
  var mediaType: String?
  var entityTag: String?
  var location: String?

  /// A document.
  static func document(_ node: Node, status: Int = 200, entityTag: String? = nil, location: String? = nil) -> Reply {
    Reply(
      status: status, body: node.jsonBytes(), mediaType: "application/json", entityTag: entityTag, location: location)
  }

  /// A document that was made before.
  static func rendered(_ document: RenderedDocument) -> Reply {
    Reply(status: 200, body: document.body, mediaType: "application/json", entityTag: document.entityTag)
  }

  /// A part of a list.
  static func page<Item>(_ page: Page<Item>, _ node: (Item) -> Node) -> Reply { .document(page.map(node).node) }

  /// Nothing.
  static let empty = Reply(status: 204)

  /// Hummingbird's answer.
  var response: Response {
    var headers = HTTPFields()
    if let mediaType { headers[.contentType] = mediaType }
    if let entityTag { headers[.eTag] = entityTag }
    if let location { headers[.location] = location }
    headers[.cacheControl] = "no-store"
    if status != 204 { headers[.contentLength] = String(body.count) }
    return Response(
      status: .init(code: status), headers: headers,
      body: body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }
}

extension Problem {
  /// Hummingbird's answer.
  var response: Response {
    let body = node.jsonBytes()
    var headers: HTTPFields = [
      .contentType: Self.mediaType, .contentLength: String(body.count), .cacheControl: "no-store",
    ]
    if status == 401 { headers[.wwwAuthenticate] = "Bearer realm=\"botyard\"" }
    if let retryAfterSeconds { headers[.retryAfter] = String(retryAfterSeconds) }
    if let allowedMethods { headers[.allow] = allowedMethods.joined(separator: ", ") }
    return Response(
      status: .init(code: status), headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }
}
