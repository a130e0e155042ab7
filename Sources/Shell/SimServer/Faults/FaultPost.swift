// SPDX-License-Identifier: Apache-2.0

import Documents

/// The body of `POST /sim/faults`.
enum FaultPost: Sendable {
  /// `{"clear": true}`: nothing goes wrong any more, planned or not.
  case clear
  /// A fault, with its schedule or without.
  case plan(PlannedFault)

  init(_ node: Node, topics: StreamTopics) throws(SimRefusal) {
    if case .object(let members) = node.content, members.count == 1, let clear = node["clear"] {
      guard clear.bool == true else { throw .unprocessable("clear is true") }
      self = .clear
      return
    }
    do throws(FaultProblem) {
      self = .plan(try PlannedFault(node, in: FaultScope(place: "", topics: topics)))
    } catch {
      throw .unprocessable("\(error.field.isEmpty ? error.sentence : "\(error.field): \(error.sentence)")")
    }
  }
}
