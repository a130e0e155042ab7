// SPDX-License-Identifier: Apache-2.0

// botd: the server that reads its configuration, wires the modules together and runs them until told to stop.

@main
struct Main {
  static func main() {}
}
