// SPDX-License-Identifier: Apache-2.0

import ControlAPI
import Documents
import TradingModel

/// A request whose form has been checked.
struct Call: Sendable {
  /// What is asked for.
  let operation: ControlAPI.Operation
  /// The changing parts of the path, percent-decoded.
  let values: [String: String]
  /// Query and headers.
  let input: OperationInput
  /// The body; an absent one is an object without fields.
  let body: Node
  /// Who asks.
  let caller: Caller

  /// The bot of the path.
  func bot() throws(ControlError) -> BotName {
    let text = values["name"] ?? ""
    guard let name = BotName(text) else { throw .noBot(named: text) }
    return name
  }

  /// The generation that `If-Match` names, or nil.
  var generation: Int64? { input.text("If-Match").flatMap { EntityTag($0) }?.generation }
}

/// Turns field errors into the error that is answered.
func valid<Value>(_ read: () throws(FieldErrors) -> Value) throws(ControlError) -> Value {
  do { return try read() } catch { throw .invalid(error) }
}
