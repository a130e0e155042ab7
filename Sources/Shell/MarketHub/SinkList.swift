// SPDX-License-Identifier: Apache-2.0

import Ports

/// Who watches. A sink that watches several times is called once, and must stop as often.
struct SinkList {
  private struct Entry {
    let sink: any MarketSink
    var count: Int
  }

  private var entries: [Entry] = []

  var isEmpty: Bool { entries.isEmpty }

  mutating func add(_ sink: any MarketSink) {
    if let index = index(of: sink) {
      entries[index].count += 1
    } else {
      entries.append(Entry(sink: sink, count: 1))
    }
  }

  mutating func remove(_ sink: any MarketSink) {
    guard let index = index(of: sink) else { return }
    entries[index].count -= 1
    if entries[index].count == 0 { entries.remove(at: index) }
  }

  func offer(_ event: MarketEvent) {
    for entry in entries { entry.sink.offer(event) }
  }

  private func index(of sink: any MarketSink) -> Int? {
    entries.firstIndex { $0.sink === sink }
  }
}
