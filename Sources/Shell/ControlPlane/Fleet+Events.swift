// SPDX-License-Identifier: Apache-2.0

public import ControlAPI
import Store

extension Fleet: EventService {
  public func newestEvent() async throws(ControlError) -> Int64 {
    store.broadcaster.newest
  }

  public func events(after id: Int64?) -> EventFeed {
    EventFeed(
      store.subscribe(after: id).map { delivery in
        switch delivery {
        case .event(let event): EventFeed.Delivery.event(event)
        case .reset(let newest): .reset(newest: newest)
        }
      })
  }
}

extension Fleet: ControlService {}
