// SPDX-License-Identifier: Apache-2.0

import ControlAPI
import ControlPlane
import Documents
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import TradingModel

/// The event stream: server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).
struct EventRoute: Sendable {
  let service: any EventService
  /// How often a comment shows that the connection lives.
  let heartbeat: Duration

  /// Answers with a stream.
  func stream(_ input: OperationInput, channel: any Channel) async throws(ControlError) -> Response {
    let filter = EventFilter(
      bot: input.text("bot").flatMap { BotName($0) }, types: Set(input.texts("types")))
    let last = (input.text("Last-Event-ID") ?? input.text("last_event_id")).flatMap { Int64($0) }
    let follows = input.boolean("follow") ?? true
    let newest = follows ? nil : try await service.newestEvent()
    let start = follows ? last : last ?? 0
    let session = EventSession(
      feed: newest == nil || newest != start ? service.events(after: start) : nil, filter: filter, newest: newest,
      heartbeat: heartbeat, channel: channel)
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/event-stream", .cacheControl: "no-store",
        .init("X-Accel-Buffering")!: "no",
      ],
      body: ResponseBody { writer in
        try await session.run(&writer)
        try await writer.finish(nil)
      })
  }
}
