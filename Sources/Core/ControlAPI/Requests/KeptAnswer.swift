// SPDX-License-Identifier: Apache-2.0

import Documents

/// What is kept of a request that came with a key.
public struct KeptRequest: Hashable, Sendable {
  /// What the request was: method, path and a digest of the body. The same key with another request is an error.
  public let fingerprint: String
  /// What it was answered; nil while it is carried out, and for ever where the server went down meanwhile.
  public let answer: KeptAnswer?

  /// What is kept of a request.
  public init(fingerprint: String, answer: KeptAnswer?) {
    self.fingerprint = fingerprint
    self.answer = answer
  }
}

/// An answer that was given to a request with a key.
public struct KeptAnswer: Hashable, Sendable {
  /// The status code.
  public let status: Int
  /// The `Location` header, if there was one.
  public let location: String?
  /// The `ETag` header, if there was one.
  public let entityTag: String?
  /// The body.
  public let body: [UInt8]

  /// An answer.
  public init(status: Int, location: String?, entityTag: String?, body: [UInt8]) {
    self.status = status
    self.location = location
    self.entityTag = entityTag
    self.body = body
  }
}

extension KeptAnswer {
  /// The answer as bytes, to be kept in one piece.
  public var bytes: [UInt8] {
    let node: Node = [
      "status": .number(status), "location": .optional(location, Node.string),
      "entity_tag": .optional(entityTag, Node.string), "body": .string(String(decoding: body, as: UTF8.self)),
    ]
    return node.jsonBytes()
  }

  /// The answer that bytes hold, or nil where they hold none.
  public init?(bytes: [UInt8]) {
    guard let node = try? JSONParser().parse(bytes), let status = node["status"]?.int64,
      let body = node["body"]?.string
    else { return nil }
    self.init(
      status: Int(status), location: node["location"]?.string,
      entityTag: node["entity_tag"]?.string, body: Array(body.utf8))
  }
}
