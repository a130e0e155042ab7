// SPDX-License-Identifier: Apache-2.0

import Foundation
public import Logging
import TradingModel

/// The server's log, on standard error.
public enum ServerLog {
  /// Has every logger of the process write in a form, from a level on. Once per process, before the first logger.
  public static func begin(_ format: LogFormat, level: Logger.Level) {
    LoggingSystem.bootstrap { label in
      switch format {
      case .text:
        var handler = StreamLogHandler.standardError(label: label)
        handler.logLevel = level
        return handler
      case .json:
        return JSONLogHandler(label: label, logLevel: level, time: wallTime, write: writeToStandardError)
      }
    }
  }

  private static func wallTime() -> String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000).description
  }

  /// One call per line, so that lines of several threads don't mix. What can't be written is lost.
  private static func writeToStandardError(_ line: [UInt8]) {
    _ = write(STDERR_FILENO, line, line.count)
  }
}
