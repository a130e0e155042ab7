// SPDX-License-Identifier: Apache-2.0

import ControlAPI
import ControlPlane
import HTTPTypes
import Hummingbird
import Synchronization

/// Gives the same answer to the same request, as the client's key tells: a repeated one changes nothing.
final class IdempotencyGate: Sendable {
  private let service: any OperationsService
  private let underWay = Mutex<Set<RequestKey>>([])

  init(service: any OperationsService) { self.service = service }

  /// The answer that was kept, or the one that is made now, and then kept. Errors are not kept: they changed nothing.
  ///
  /// That the request was begun is kept before anything is done: after a crash in the midst of it nobody knows what came
  /// of it, and it is not done again.
  func answer(
    _ key: RequestKey, _ fingerprint: String, _ make: () async throws(ControlError) -> Reply
  ) async throws(ControlError) -> Response {
    guard underWay.withLock({ $0.insert(key).inserted }) else {
      throw .conflict("a request with this Idempotency-Key is under way; wait for its answer", field: "Idempotency-Key")
    }
    defer { underWay.withLock { _ = $0.remove(key) } }
    if let kept = try await service.keptRequest(for: key) {
      guard kept.fingerprint == fingerprint else {
        throw .invalid(
          "Idempotency-Key", value: key.text, "this key was used for another request; take a new one for each intent")
      }
      guard let answer = kept.answer else {
        throw .conflict(
          "a request with this key was begun and the server went down before it was answered: look at what came of it, "
            + "and take a new key if it is to be tried again", field: "Idempotency-Key")
      }
      var response = answer.reply.response
      response.headers[Self.replayed] = "true"
      return response
    }
    try await service.keep(KeptRequest(fingerprint: fingerprint, answer: nil), for: key)
    let reply: Reply
    do {
      reply = try await make()
    } catch {
      // Where this fails too, the key is spent: rather that than twice.
      try? await service.forgetRequest(for: key)
      throw error
    }
    let answer = KeptAnswer(
      status: reply.status, location: reply.location, entityTag: reply.entityTag, body: reply.body)
    try await service.keep(KeptRequest(fingerprint: fingerprint, answer: answer), for: key)
    return reply.response
  }

  private static let replayed = HTTPField.Name("Idempotency-Replayed")!
}

extension KeptAnswer {
  fileprivate var reply: Reply {
    Reply(
      status: status, body: body, mediaType: body.isEmpty ? nil : "application/json", entityTag: entityTag,
      location: location)
  }
}

/// Tells requests apart that come with the same key.
enum Fingerprint {
  /// Method, path and a digest of the body. It guards against mistakes, not against forgery.
  static func of(method: String, path: String, body: [UInt8]) -> String {
    let digests = [digest(body, 0xcbf2_9ce4_8422_2325), digest(body, 0x9e37_79b9_7f4a_7c15)]
    return "\(method) \(path) \(digests.map { String($0, radix: 16) }.joined())-\(body.count)"
  }

  /// FNV-1a, 64 bits.
  private static func digest(_ bytes: [UInt8], _ start: UInt64) -> UInt64 {
    bytes.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
