// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import TradingModel

/// An answer of the WebSocket API with the frame around it.
struct ApiReply {
  let id: Node
  var answer: RestAnswer
  let showsLimits: Bool
  var used: Int?
  var orderCounts: [VenueOrderCount] = []

  var bytes: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("id")
    writer.node(id)
    writer.key("status")
    writer.number(answer.status)
    writer.key(answer.status == 200 ? "result" : "error")
    writer.raw(answer.body)
    if showsLimits, let used {
      writer.key("rateLimits")
      let weight: Node = [
        "rateLimitType": "REQUEST_WEIGHT", "interval": "MINUTE", "intervalNum": 1,
        "limit": .number(RequestLimits.weightPerMinute), "count": .number(used),
      ]
      writer.node(.array((AccountDocuments.orderCounts(orderCounts).array ?? []) + [weight]))
    }
    writer.endObject()
    return writer.bytes
  }

  /// What the venue says to those who ask too much.
  static func limited(_ refusal: RestRefusal, until retryAt: Instant, at wall: Instant) -> RestAnswer {
    var refusal = refusal
    refusal.data = ["serverTime": .number(wall.milliseconds), "retryAfter": .number(retryAt.milliseconds)]
    return RestAnswer(refusal)
  }
}
