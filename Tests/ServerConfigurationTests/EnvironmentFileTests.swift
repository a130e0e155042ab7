// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import ServerConfiguration

@Suite struct `The file .env` {
  @Test(arguments: [
    ("A=1", "1"), ("  A=1  ", "1"), ("A=a b", "a b"), ("A=1 # remark", "1"), ("A=1#2", "1#2"), ("A=", ""),
    ("A= # remark", ""), ("A='a # \"b\" \\n'", "a # \"b\" \\n"), ("A=\"a\\n\\\"b\\\"\\\\\" # remark", "a\n\"b\"\\"),
    ("A=x=y", "x=y"), ("A=$HOME", "$HOME"), ("A=1\r", "1"), ("\n# remark\nA=1\n\n", "1"), ("A=\"\"", ""),
  ])
  func `reads a value`(text: String, value: String) throws {
    #expect(try EnvironmentFile(text, path: ".env").values == ["A": value])
  }

  @Test(arguments: [
    ("BOTD_VENUE", "this is not NAME=VALUE; begin a remark with #."),
    ("BOTD VENUE=sim", "'BOTD VENUE' is no name of a variable"),
    ("export A=1", "'export A' is no name of a variable; write NAME=VALUE without 'export'"),
    ("A =1", "'A ' is no name of a variable"),
    ("1A=1", "'1A' is no name of a variable"),
    ("A= 1", "there is a space after '='"),
    ("A=a'b", "there is a quotation mark inside the value"),
    ("A='a", "the closing quotation mark is missing"),
    ("A=\"a\\x\"", "only \\\", \\\\ and \\n can follow a backslash"),
    ("A=\"a\"b", "there is something behind the closing quotation mark"),
    ("A=\"a\"#b", "there is something behind the closing quotation mark"),
  ])
  func `refuses what it can't read, with file and line`(line: String, sentence: String) {
    let error = #expect(throws: ConfigurationErrors.self) { try EnvironmentFile("B=1\n\(line)\n", path: ".env") }
    #expect(error?.sentences.count == 1)
    #expect(error?.description.hasPrefix(".env, line 2: ") == true)
    #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
  }

  @Test func `refuses a name given twice, and names every fault`() {
    let error = #expect(throws: ConfigurationErrors.self) {
      try EnvironmentFile("A=1\nB\nA=2", path: ".env")
    }
    #expect(
      error?.sentences == [
        ".env, line 2: this is not NAME=VALUE; begin a remark with #.",
        ".env, line 3: A is given twice, first on line 1; drop one.",
      ])
  }
}
