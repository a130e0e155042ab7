// SPDX-License-Identifier: Apache-2.0

public import ControlAPI
import Store

extension Fleet: EventService {
  public func newestEvent() async throws(ControlError) -> Int64 {
    store.broadcaster.newest
  }

  public func events(after id: Int64?) -> EventFeed {
    EventFeed(
      store.subscribe(after: id).compactMap { delivery in
        switch delivery {
        case .event(let event): EventView(event).map(EventFeed.Delivery.event)
        case .reset(let newest): .reset(newest: newest)
        }
      })
  }
}

extension EventView {
  /// An event as the store keeps it.
  init?(_ stored: StoredEvent) {
    guard let kind = Kind(rawValue: stored.type.rawValue) else { return nil }
    self.init(id: stored.id, kind: kind, time: stored.time, bot: stored.bot, data: stored.data)
  }
}

extension Fleet: ControlService {}
