// SPDX-License-Identifier: Apache-2.0

import ControlClient
import Dispatch
import Documents
import Synchronization

/// A live view on a terminal, from the first frame to the last.
struct LiveSession {
  let session: Session
  let clock: @Sendable () -> Double

  /// What the view waits for.
  private enum Input: Sendable {
    case typed([UInt8])
    case changed
    case tick
    case round(Result<LiveRound, ControlFailure>, of: String)
    case event(ServerEvent)
    case past([ServerEvent], of: String)
    case outcome(Result<Node, ControlFailure>, of: LiveAction)
  }

  /// Shows a view until somebody ends it.
  ///
  /// - Throws: what can't pass, such as a token that is no longer good.
  func run(_ model: LiveModel, _ fetcher: LiveFetcher) async throws {
    let (inputs, inlet) = AsyncStream.makeStream(of: Input.self)
    let choice = LiveChoice(bot: model.bot, pair: model.pair)
    FullScreen.shared.enter()
    defer { FullScreen.shared.leave() }
    let sources = FullScreen.shared.sources(
      typed: { inlet.yield(.typed($0)) }, changed: { inlet.yield(.changed) })
    defer { for source in sources { source.cancel() } }
    try await withThrowingTaskGroup(of: Void.self) { group in
      defer { group.cancelAll() }
      group.addTask {
        while !Task.isCancelled {
          try await Task.sleep(for: .milliseconds(100))
          inlet.yield(.tick)
        }
      }
      group.addTask { try await fetch(fetcher, choice, inlet) }
      group.addTask { await follow(choice, inlet) }
      var view = LivePicture(model: model, console: session.console)
      guard view.draw(at: clock()) else { return }
      for await input in inputs {
        let intents = try view.take(input, at: clock())
        for intent in intents {
          switch intent {
          case .none: break
          case .look: choice.set(bot: view.model.bot, pair: view.model.pair)
          case .quit: return
          case .perform(let action):
            group.addTask {
              inlet.yield(.outcome(await outcome(of: action), of: action))
              choice.hurry()
            }
          }
        }
        guard view.drawIfNeeded(at: clock()) else { return }
      }
    }
  }

  private func outcome(of action: LiveAction) async -> Result<Node, ControlFailure> {
    do throws(ControlFailure) {
      return .success(try await session.client.send(action.request))
    } catch {
      return .failure(error)
    }
  }

  /// Reads rounds, one a second, and sooner where something has happened or something else is looked at.
  private func fetch(
    _ fetcher: LiveFetcher, _ choice: LiveChoice, _ inlet: AsyncStream<Input>.Continuation
  ) async throws {
    var fetcher = fetcher
    var known: Set<String> = []
    while !Task.isCancelled {
      let wanted = choice.begin()
      do throws(ControlFailure) {
        let round = try await fetcher.round(of: wanted.bot, pair: wanted.pair)
        inlet.yield(.round(.success(round), of: wanted.bot))
        if known.insert(wanted.bot).inserted { inlet.yield(.past(await fetcher.past(of: wanted.bot), of: wanted.bot)) }
      } catch {
        inlet.yield(.round(.failure(error), of: wanted.bot))
      }
      for step in 1...20 {
        try await Task.sleep(for: .milliseconds(50))
        if choice.isNew || step >= 5 && choice.isHurried { break }
      }
    }
  }

  /// Hands on what happens to any bot, across broken connections.
  private func follow(_ choice: LiveChoice, _ inlet: AsyncStream<Input>.Continuation) async {
    let silent = Console(write: { _ in }, remark: { _ in }, ask: nil, size: { nil }, isColoured: false)
    let types = "bot,trade.opened,trade.closed,order.filled,signal,decision,log"
    let follower = EventFollower(client: session.client, console: silent, filter: [.init("types", types)])
    while !Task.isCancelled {
      // Whatever keeps the stream from standing keeps rounds from coming too, and is told by those.
      try? await follower.follow(after: nil) { event in
        inlet.yield(.event(event))
        choice.hurry()
      }
      try? await Task.sleep(for: .seconds(1))
    }
  }
}

extension LiveSession {
  /// A model and how it was drawn.
  private struct LivePicture {
    private(set) var model: LiveModel
    private var keys = LiveKeyReader()
    private var writer: ScreenWriter
    private let console: Console
    private var needsFrame = true
    private var drawnAt = 0.0
    /// Whether an escape has waited for a tick already.
    private var hasWaited = false

    init(model: LiveModel, console: Console) {
      self.model = model
      self.console = console
      writer = ScreenWriter(isColoured: console.isColoured)
    }

    mutating func take(_ input: Input, at now: Double) throws(ControlFailure) -> [LiveIntent] {
      switch input {
      case .typed(let bytes):
        needsFrame = true
        hasWaited = false
        return keys.feed(bytes).map { model.press($0, at: now) }
      case .changed:
        writer.forget()
        needsFrame = true
      case .tick:
        needsFrame = needsFrame || now - drawnAt >= 1
        defer { hasWaited = keys.isWaiting }
        if hasWaited, let key = keys.flush() {
          needsFrame = true
          return [model.press(key, at: now)]
        }
      case .round(.success(let round), _):
        model.take(round)
        needsFrame = true
      case .round(.failure(let failure), let bot):
        if failure.exitCode == .notAuthorised { throw failure }
        if failure.exitCode == .notFound { model.miss(bot) } else { model.lose(failure, at: now) }
        needsFrame = true
      case .event(let event):
        if let bot = event.bot { model.take(event, of: bot) }
      case .past(let events, let bot):
        model.take(past: events, of: bot)
      case .outcome(let outcome, let action):
        model.take(outcome, of: action, at: now)
        needsFrame = true
      }
      return []
    }

    /// Draws where something has changed; false where nobody looks any more.
    mutating func drawIfNeeded(at now: Double) -> Bool { needsFrame ? draw(at: now) : true }

    mutating func draw(at now: Double) -> Bool {
      needsFrame = false
      drawnAt = now
      let size = console.size() ?? TerminalSize(columns: 80, rows: 24)
      let lines = LiveScreen.lines(model, size: size, at: now)
      let frame = writer.frame(console.isUnicode ? lines : lines.map { $0.inASCII() }, size: size)
      return frame.map { FullScreen.shared.show($0) } ?? true
    }
  }
}

/// What is looked at, as the task that fetches it needs to know.
private final class LiveChoice: Sendable {
  private struct State {
    var bot: String
    var pair: String?
    var isNew = false
    var isHurried = false
  }

  private let state: Mutex<State>

  init(bot: String, pair: String?) { state = Mutex(State(bot: bot, pair: pair)) }

  func set(bot: String, pair: String?) {
    state.withLock { $0 = State(bot: bot, pair: pair, isNew: true) }
  }

  /// Something has happened that a round would show.
  func hurry() { state.withLock { $0.isHurried = true } }

  var isNew: Bool { state.withLock { $0.isNew } }
  var isHurried: Bool { state.withLock { $0.isHurried } }

  /// What the next round is of. What has happened until now is in it.
  func begin() -> (bot: String, pair: String?) {
    state.withLock { state in
      state.isNew = false
      state.isHurried = false
      return (state.bot, state.pair)
    }
  }
}
