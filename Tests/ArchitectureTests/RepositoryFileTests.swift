// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@Suite struct `The repository is complete` {
  @Test(arguments: [
    "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", ".env.example", ".swift-format", ".dockerignore",
    "Dockerfile", "entrypoint.sh", "deploy/botd.service", "scripts/start", "scripts/test", ".ci/run",
    "docs/ARCHITECTURE.md", "docs/STYLE.md", "docs/OPERATING.md", "docs/THREATS.md",
  ])
  func `holds what a stranger looks for`(path: String) {
    #expect(Repository.text(of: path) != "")
  }

  @Test(arguments: ["scripts/start", "scripts/test", ".ci/run", "entrypoint.sh"])
  func `a script is executable, strict, and parses`(path: String) throws {
    #expect(Repository.isExecutable(path))
    let text = Repository.text(of: path)
    #expect(text.hasPrefix("#!/usr/bin/env bash\n") || text.hasPrefix("#!/bin/sh\n"))
    #expect(text.contains("\nset -euo pipefail\n") || text.contains("\nset -eu\n"))
    let parse = try Command.run(
      text.hasPrefix("#!/bin/sh") ? "sh" : "bash", "-n", Repository.root.appending(path: path).path)
    #expect(parse.status == 0, "\(parse.output)")
  }

  @Test func `the licence is Apache 2.0, whole`() {
    let lines = Repository.text(of: "LICENSE").split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    for line in ["Apache License", "Version 2.0, January 2004", "END OF TERMS AND CONDITIONS"] {
      #expect(lines.contains(line))
    }
  }

  @Test func `every relative link of every page leads somewhere`() {
    let pages = Repository.markdownPages
    #expect(pages.contains("README.md") && pages.contains("docs/ARCHITECTURE.md"))
    let broken = pages.flatMap { page in
      MarkdownPage(path: page, text: Repository.text(of: page)).brokenLinks(
        exists: Repository.exists, text: Repository.text(of:))
    }
    #expect(broken.report == "")
  }

  @Test func `finds planted broken links`() {
    let page = MarkdownPage(
      path: "docs/PLANTED.md",
      text: """
        # One & Two
        [a](../README.md) [b](GONE.md) [c](#one--two) [d](#three) [e](https://example.org/x)
        ```
        [f](IN-CODE.md)
        ```
        ![g](pictures/gone.png) [h](../README.md#start) [i](../README.md#end) `[j](GONE.md)`
        """)
    let broken = page.brokenLinks(exists: { $0 == "README.md" }, text: { _ in "## Start\n" })
    #expect(broken.map(\.line) == [2, 2, 6, 6])
    #expect(
      broken.map(\.message).map { $0.split(separator: " ").last ?? "" } == [
        "GONE.md", "#three", "pictures/gone.png", "../README.md#end",
      ])
  }

  @Test func `no page or script of ours carries a path of one machine or a promise`() {
    let scripts = ["scripts/start", "scripts/test", ".ci/run", "entrypoint.sh", "Dockerfile", ".env.example"]
    for path in Repository.markdownPages + scripts {
      let text = Repository.text(of: path)
      for word in ["TO" + "DO", "FIX" + "ME", "/" + "work/", "/" + "root/"] {
        let isClean = !text.contains(word)
        #expect(isClean, "\(path) contains \(word)")
      }
    }
  }
}

/// A page of documentation and what it links to.
struct MarkdownPage {
  let path: String
  let text: String

  func brokenLinks(exists: (String) -> Bool, text textOf: (String) -> String) -> [Violation] {
    links.filter { !leadsSomewhere($0.target, exists: exists, text: textOf) }
      .map { Violation(path: path, line: $0.line, message: "leads nowhere: \($0.target)") }
  }

  /// The anchors of the headings: lower case, spaces as hyphens, other signs dropped.
  var anchors: Set<String> {
    Set(
      proseLines.filter { $0.text.hasPrefix("#") }.map { line in
        String(
          line.text.drop { $0 == "#" || $0 == " " }.lowercased().compactMap { letter in
            letter == " " ? "-" : letter.isLetter || letter.isNumber || letter == "-" || letter == "_" ? letter : nil
          })
      })
  }

  private var links: [(line: Int, target: String)] {
    proseLines.flatMap { line in
      line.text.replacing(/`[^`]*`/, with: "").matches(of: /\]\(([^)\s]+)[^)]*\)/).map { match in
        (line.number, String(match.1))
      }
    }
  }

  /// The lines outside code blocks.
  private var proseLines: [(number: Int, text: String)] {
    var isCode = false
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
      if line.hasPrefix("```") {
        isCode.toggle()
        return nil
      }
      return isCode ? nil : (index + 1, String(line))
    }
  }

  private func leadsSomewhere(_ target: String, exists: (String) -> Bool, text textOf: (String) -> String) -> Bool {
    if target.contains("://") || target.hasPrefix("mailto:") { return true }
    let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let file = parts[0].isEmpty ? path : Self.resolve(parts[0], from: path)
    guard parts[0].isEmpty || exists(file) else { return false }
    guard parts.count == 2, file.hasSuffix(".md") else { return true }
    let page = parts[0].isEmpty ? self : MarkdownPage(path: file, text: textOf(file))
    return page.anchors.contains(parts[1])
  }

  private static func resolve(_ target: String, from page: String) -> String {
    var parts = page.split(separator: "/").dropLast().map(String.init)
    for part in target.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
    }
    return parts.joined(separator: "/")
  }
}

extension Repository {
  /// The pages in the root and in the folders that hold pages.
  static var markdownPages: [String] {
    let top = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return top.filter { $0.hasSuffix(".md") }.sorted()
      + files(below: "docs", "strategies", "bots", "deploy", "Benchmarks", "Tests", ending: ".md")
  }
}
