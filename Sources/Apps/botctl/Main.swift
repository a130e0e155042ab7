// SPDX-License-Identifier: Apache-2.0

import ControlClient
import Dispatch

#if canImport(Glibc)
import Glibc
#endif

@main
struct Main {
  static func main() async {
    let terminal = Terminal()
    let signals = terminal.exitOnSignals()
    let environment = Terminal.environment()
    let program = Program(
      environment: environment, console: terminal.console(environment: environment), makeKey: Terminal.makeKey,
      read: Terminal.read)
    let code = await program.run(Array(CommandLine.arguments.dropFirst()))
    withExtendedLifetime(signals) { exit(code.rawValue) }
  }
}
