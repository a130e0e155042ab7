// SPDX-License-Identifier: Apache-2.0

import Ports

/// A sink that keeps a series subscribed and does nothing with it.
final class NobodyListens: MarketSink {
  func offer(_ event: MarketEvent) {}
}
