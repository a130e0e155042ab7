// SPDX-License-Identifier: Apache-2.0

import ControlAPI
import Documents
import HTTPTypes
import Hummingbird
import NIOCore

/// Reads and checks a request's body.
enum BodyReader {
  /// How many bytes a body may have: 1 MiB.
  static let maximumBytes = 1 << 20

  /// How deep lists and objects may be nested.
  static let maximumDepth = 32

  /// The bytes of the body; none for an operation that takes no body.
  static func bytes(of request: Request, for operation: ControlAPI.Operation) async throws(ControlError) -> [UInt8] {
    guard let body = operation.body else { return [] }
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > maximumBytes {
      throw .tooLarge(maximumBytes: maximumBytes)
    }
    let type = request.headers[.contentType]
    if let type, !isAccepted(type, body.mediaTypes) { throw .unsupportedType(expected: body.mediaTypes) }
    let bytes = try await collect(request)
    if type == nil, !bytes.isEmpty { throw .unsupportedType(expected: body.mediaTypes) }
    return bytes
  }

  /// The document in the body, with its form checked; an object without fields where there is no body.
  static func document(_ bytes: [UInt8], for operation: ControlAPI.Operation) throws(ControlError) -> Node {
    guard let body = operation.body else { return [:] }
    guard !bytes.isEmpty else {
      guard !body.isRequired else { throw .malformed("a JSON body is needed, and there is none") }
      return [:]
    }
    let node: Node
    do {
      node = try JSONParser(maximumDepth: maximumDepth, maximumBytes: maximumBytes).parse(bytes)
    } catch {
      throw .malformed("the body is not the JSON that is expected: \(error)")
    }
    try valid { () throws(FieldErrors) in try body.schema.checked(node) }
    return node
  }

  private static func collect(_ request: Request) async throws(ControlError) -> [UInt8] {
    do {
      var bytes: [UInt8] = []
      for try await var buffer in request.body {
        guard bytes.count + buffer.readableBytes <= maximumBytes else {
          throw ControlError.tooLarge(maximumBytes: maximumBytes)
        }
        bytes += buffer.readBytes(length: buffer.readableBytes) ?? []
      }
      return bytes
    } catch let error as ControlError {
      throw error
    } catch {
      throw .malformed("the body broke off")
    }
  }

  /// Whether a `Content-Type` names one of the types, in UTF-8.
  private static func isAccepted(_ type: String, _ accepted: [String]) -> Bool {
    let parts = type.split(separator: ";", omittingEmptySubsequences: false).map { part in
      part.drop { $0 == " " || $0 == "\t" }.lowercased()
    }
    let name = parts.first.map { String($0.prefix { $0 != " " && $0 != "\t" }) } ?? ""
    guard accepted.contains(name) else { return false }
    let charset = parts.dropFirst().first { $0.hasPrefix("charset=") }
    return charset.map { $0.contains("utf-8") } ?? true
  }
}
