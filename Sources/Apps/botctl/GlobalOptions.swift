// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import ControlClient

/// The options that every command takes, before its name or after.
struct GlobalOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The server's address (BOTCTL_SERVER).", valueName: "url"))
  var server: String?

  @Option(help: "The API token (BOTCTL_TOKEN).")
  var token: String?

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("table, wide, json, jsonl, yaml, name or csv.", valueName: "format"))
  var output = OutputFormat.table

  @Flag(name: .shortAndLong, help: "Confirm what can't be undone.")
  var yes = false

  @Flag(name: .customLong("no-color"), help: "No colours (NO_COLOR).")
  var noColor = false

  @Option(help: ArgumentHelp("How long to wait for an answer.", valueName: "seconds"))
  var timeout = 10.0

  mutating func validate() throws {
    guard (0.001...86_400).contains(timeout) else {
      throw ValidationError("--timeout is a number of seconds from 0.001 to 86400.")
    }
  }
}

extension OutputFormat: ExpressibleByArgument {}
