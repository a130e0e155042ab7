// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What the machine itself takes, measured in the same run: figures beside which ours are read.
enum Baselines {
  /// From one thread to a waiting task: nanoseconds for each of so many wake-ups.
  static func wakeUps(_ count: Int, pauseSeconds: Double) async -> [Int64] {
    let (moments, inlet) = AsyncStream.makeStream(of: ContinuousClock.Instant.self)
    Thread.detachNewThread {
      for _ in 0..<count {
        inlet.yield(ContinuousClock.now)
        Thread.sleep(forTimeInterval: pauseSeconds)
      }
      inlet.finish()
    }
    var nanoseconds: [Int64] = []
    for await moment in moments { nanoseconds.append((ContinuousClock.now - moment).nanoseconds) }
    return nanoseconds
  }

  /// Writing a page and having the disk confirm it: nanoseconds for each of so many.
  static func syncs(_ count: Int, in folder: String) throws -> [Int64] {
    let path = folder + "/sync-\(getpid())"
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard file >= 0 else { throw POSIXError(.EIO) }
    defer {
      close(file)
      unlink(path)
    }
    let page = [UInt8](repeating: 0x55, count: 4096)
    return try (0..<count).map { _ in
      let start = ContinuousClock.now
      guard write(file, page, page.count) == page.count, fdatasync(file) == 0 else { throw POSIXError(.EIO) }
      return (ContinuousClock.now - start).nanoseconds
    }
  }
}
