// SPDX-License-Identifier: Apache-2.0
import BotModel
import ControlAPI
import Documents
import Foundation
import Strategies
import Testing
import TradingModel

@testable import ServerConfiguration

@Suite struct `A folder of bot files` {
  private let catalog = SettingsCatalog(strategies: BuiltInStrategies.all, instruments: nil)

  private func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "botyard-bots-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (name, text) in files {
      try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    }
    try body(folder)
  }

  private func sentences(of files: [String: String]) throws -> [String] {
    var sentences: [String] = []
    try withFolder(files) { folder in
      do throws(BotFileErrors) {
        _ = try BotFolder(path: folder).bots(catalog: catalog)
      } catch {
        sentences = error.sentences.map { $0.replacing(folder + "/", with: "") }
      }
    }
    return sentences
  }

  @Test func `holds the bots that come with the server, and they are sound`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let bots = try BotFolder(path: root.appending(path: "bots").path).bots(catalog: catalog)
    #expect((4...6).contains(bots.count))
    for bot in bots {
      #expect(bot.path.hasSuffix("/\(bot.settings.name).yaml"), "a file is named after its bot")
      #expect(!bot.settings.description.isEmpty)
    }
  }

  @Test func `is read by file name, without what isn't a bot file`() throws {
    let text = "strategy: ema-crossover\npairs: [BTC/USDT]\n"
    let files = ["b.yml": "name: b\n" + text, "a.yaml": "name: a\n" + text, "README.md": "# Bots", ".c.yaml": "x"]
    try withFolder(files) { folder in
      let bots = try BotFolder(path: folder).bots(catalog: catalog)
      #expect(bots.map(\.settings.name.text) == ["a", "b"])
      #expect(bots.first?.document["pairs"]?[0]?.string == "BTC/USDT")
      #expect(BotFolder(path: folder).exists && !BotFolder(path: folder + "/a.yaml").exists)
    }
  }

  @Test func `names every fault of every file, with line and field`() throws {
    let sentences = try sentences(of: [
      "a.yaml": "name: a\nstrategy: ema-crosover\nstrategy_parameters:\n  fast: true\npairs:\n  - BTC/USDT\n  - 7\n",
      "b.yaml": "name: b\nstrategy: ema-crossover\npairs: [BTC/USDT]\nrisk:\n  max_exposre: 5\n",
      "c.yaml": "name: c\n  x: [\n", "d.yaml": "name: d\n",
    ])
    #expect(sentences.contains { $0.hasPrefix("a.yaml, line 4: strategy_parameters.fast: ") })
    #expect(sentences.contains { $0.hasPrefix("a.yaml, line 7: pairs[1]: ") })
    #expect(sentences.contains { $0.hasPrefix("b.yaml, line 5: risk.max_exposre: ") && $0.contains("max_exposure") })
    #expect(sentences.contains { $0.hasPrefix("c.yaml, line 2") })
    #expect(sentences.contains { $0.hasPrefix("d.yaml, line 1: strategy: strategy is missing") })
    let files = sentences.map { $0.prefix(1) }
    #expect(files == files.sorted())
  }

  @Test func `refuses a bot that two files describe`() throws {
    let text = "# a remark\nname: twin\nstrategy: ema-crossover\npairs: [BTC/USDT]\n"
    let sentences = try sentences(of: ["a.yaml": text, "b.yaml": text])
    #expect(sentences.count == 1)
    #expect(sentences.first?.hasPrefix("b.yaml, line 2: name: the bot 'twin' is in ") == true, "\(sentences)")
  }

  @Test func `is refused where it can't be read`() {
    let error = #expect(throws: BotFileErrors.self) { try BotFolder(path: "/nowhere-at-all").bots(catalog: catalog) }
    #expect(error?.sentences.first?.hasPrefix("/nowhere-at-all: the folder can't be read (") == true)
  }
}
