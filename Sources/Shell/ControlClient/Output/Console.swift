// SPDX-License-Identifier: Apache-2.0

/// Where the program's words go, and who is there.
public struct Console: Sendable {
  /// Writes data to standard output.
  public let write: @Sendable (String) -> Void
  /// Writes everything else to standard error; a line feed is added.
  public let remark: @Sendable (String) -> Void
  /// Asks a person and gives the answer; nil where nobody is there to be asked.
  public let ask: (@Sendable (String) -> String?)?
  /// How many cells and lines the terminal has; nil where the data doesn't go to one.
  public let size: @Sendable () -> TerminalSize?
  /// Whether colours are wanted and can be shown.
  public let isColoured: Bool
  /// Whether other characters than ASCII can be shown.
  public let isUnicode: Bool
  /// Whether the data goes to a terminal whose cursor can be moved.
  public let hasCursor: Bool

  /// A console.
  public init(
    write: @escaping @Sendable (String) -> Void, remark: @escaping @Sendable (String) -> Void,
    ask: (@Sendable (String) -> String?)?, size: @escaping @Sendable () -> TerminalSize?, isColoured: Bool,
    isUnicode: Bool = true, hasCursor: Bool = false
  ) {
    self.write = write
    self.remark = remark
    self.ask = ask
    self.size = size
    self.isColoured = isColoured
    self.isUnicode = isUnicode
    self.hasCursor = hasCursor
  }

  /// The same console without colours.
  public func withoutColours() -> Console {
    Console(
      write: write, remark: remark, ask: ask, size: size, isColoured: false, isUnicode: isUnicode, hasCursor: hasCursor)
  }
}

/// How large a terminal is.
public struct TerminalSize: Hashable, Sendable {
  /// Cells in a line.
  public let columns: Int
  /// Lines.
  public let rows: Int

  /// A size.
  public init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

extension Console {
  /// Makes sure that somebody wants what can't be undone.
  ///
  /// - Parameters:
  ///   - action: what would be done, as the beginning of a sentence: "deleting bot 'x'".
  ///   - isConfirmed: whether it was confirmed on the command line.
  /// - Throws: `notConfirmed` where it wasn't, and nobody says yes.
  public func confirm(_ action: String, isConfirmed: Bool) throws(ControlFailure) {
    if isConfirmed { return }
    guard let ask else { throw .notConfirmed(action: action, wasAsked: false) }
    let question = action.prefix(1).uppercased() + action.dropFirst() + " can't be undone. Go on? [y/N] "
    let answer = ask(question)?.lowercased() ?? ""
    guard answer == "y" || answer == "yes" else { throw .notConfirmed(action: action, wasAsked: true) }
  }

  /// Makes sure that somebody means what concerns real money, by having its name typed.
  ///
  /// - Parameters:
  ///   - action: what would be done, as the beginning of a sentence: "trading with real money by 'x'".
  ///   - name: what is to be typed.
  ///   - given: what was typed on the command line.
  /// - Throws: `notTyped` where nobody typed the name.
  public func confirm(_ action: String, byTyping name: String, given: [String]) throws(ControlFailure) {
    if given.contains(name) { return }
    guard let ask else { throw .notTyped(action: action, name: name, wasAsked: false) }
    let answer = ask(action.prefix(1).uppercased() + action.dropFirst() + ". Type \(name) to go on: ")
    guard answer == name else { throw .notTyped(action: action, name: name, wasAsked: true) }
  }
}
