// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `botbench indicators`: what each indicator costs per candle, beside TA-Lib.
struct IndicatorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "indicators",
    abstract: "What each indicator costs per candle, beside TA-Lib in the same run.",
    discussion: """
      Chunks of 1024 candles, as strategies take history; the fastest of five runs counts. TA-Lib is found by \
      BOTYARD_TEST_TOOLS, the folder of the Python that scripts/test installs it for; without it only ours is measured.
      """)

  @Option(help: "How many candles are taken.")
  var candles = 1_000_000

  @Option(help: "Only indicators whose name contains this.")
  var only = ""

  func validate() throws {
    guard candles >= 1024 else { throw ValidationError("candles are 1024 or more") }
  }

  func run() throws {
    try IndicatorBench(candles: candles, only: only).run()
  }
}
