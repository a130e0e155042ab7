// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a process keeps in memory.
enum ResidentMemory {
  /// Bytes that are resident, by Linux's count; nil where there is no `/proc` or no such process.
  static func bytes(of process: Int32 = getpid()) -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8),
      let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return pages * sysconf(Int32(_SC_PAGESIZE))
  }
}
