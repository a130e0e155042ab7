// SPDX-License-Identifier: Apache-2.0

import Documents
import Foundation
import SimServer
import TradingModel
import YAMLDocuments

/// The faults that a command line asks for.
enum FaultSelection {
  /// Why there are none.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// A plan by its name, or the script in a file.
  static func plan(_ text: String, pairs: [Pair], seed: UInt64) throws(Failure) -> FaultPlan {
    if let plan = FaultPlan(named: text, seed: seed) { return plan }
    guard let bytes = FileManager.default.contents(atPath: text) else {
      throw Failure(
        description: "--faults: there is no file \(text) that can be read, and no plan of that name; plans are "
          + FaultPlan.names.joined(separator: ", ") + " and seed:N")
    }
    let script = try node(Array(bytes), isJSON: text.hasSuffix(".json"), path: text)
    do throws(FaultScriptError) {
      return try FaultPlan(script: script, pairs: pairs, seed: seed)
    } catch {
      throw Failure(description: error.problems.map { "\(text): \($0)" }.joined(separator: "\n"))
    }
  }

  private static func node(_ bytes: [UInt8], isJSON: Bool, path: String) throws(Failure) -> Node {
    do throws(JSONError) {
      if isJSON { return try JSONParser(maximumBytes: 1 << 20).parse(bytes) }
    } catch {
      throw Failure(description: "\(path): \(error)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(description: "\(path): the file is not UTF-8")
    }
    do throws(YAMLError) {
      return try YAMLParser().parse(text)
    } catch {
      throw Failure(description: "\(path): \(error)")
    }
  }
}
