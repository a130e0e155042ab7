// SPDX-License-Identifier: Apache-2.0

// botsim: a seeded market behind Binance's protocol, on one port, for tests and demonstrations.

@main
struct Main {
  static func main() {}
}
