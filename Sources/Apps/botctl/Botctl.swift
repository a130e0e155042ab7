// SPDX-License-Identifier: Apache-2.0

// botctl: the command line of a running botd, over the same REST API that everybody else uses.

@main
struct Main {
  static func main() {}
}
