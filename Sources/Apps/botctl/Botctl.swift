// SPDX-License-Identifier: Apache-2.0

// botctl: the command line of a running botd, over the same REST API that everybody else uses.

import ArgumentParser
import ControlClient

/// The root of all commands.
struct Botctl: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "botctl",
    abstract: "Operates the bots of a botd.",
    discussion: """
      The server is --server, or BOTCTL_SERVER, or \(ServerAddress.standard). The token is --token, or BOTCTL_TOKEN, \
      or, for a server on this machine, what admin.token in $BOTD_DATA_DIR or ./data holds.

      Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 failed, 3 server not \
      reached or too slow, 4 not authorised, 5 confirmation missing, 6 not found, 7 conflict or refused by a limit, \
      8 some of several failed, 64 wrong usage, 130 interrupted.
      """,
    version: ClientVersion.text,
    groupedSubcommands: [
      CommandGroup(
        name: "Bots",
        subcommands: [
          CreateCommand.self, ListCommand.self, ShowCommand.self, StartCommand.self, PauseCommand.self,
          ResumeCommand.self, StopCommand.self, EditCommand.self, DeleteCommand.self,
        ]),
      CommandGroup(
        name: "Trading",
        subcommands: [
          EnterCommand.self, ExitCommand.self, TradesCommand.self, OrdersCommand.self, SignalsCommand.self,
          ExplainCommand.self, PerformanceCommand.self, LogsCommand.self, LiveCommand.self,
        ]),
      CommandGroup(
        name: "Server",
        subcommands: [
          StrategiesCommand.self, MarketsCommand.self, MarketCommand.self, FeedCommand.self, CandlesCommand.self,
          EventsCommand.self, AccountsCommand.self, KillCommand.self, AuditCommand.self, StatusCommand.self,
          DoctorCommand.self, VersionCommand.self,
          CompletionCommand.self,
        ]),
    ])

  @OptionGroup(title: "Options of all commands") var global: GlobalOptions
}
