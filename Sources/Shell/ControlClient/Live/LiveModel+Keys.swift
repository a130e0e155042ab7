// SPDX-License-Identifier: Apache-2.0

import Documents

extension LiveModel {
  /// What a key does.
  public mutating func press(_ key: LiveKey, at now: Double) -> LiveIntent {
    if let prompt { return answer(prompt, key, at: now) }
    if showsHelp {
      showsHelp = false
      return key == .character("q") ? .quit : .none
    }
    notice = nil
    switch key {
    case .next, .character("j"): return stepPair(1)
    case .previous, .character("k"): return stepPair(-1)
    case .character("n"), .character("]"): return stepBot(1)
    case .character("b"), .character("["): return stepBot(-1)
    case .character("p"): return pauseOrResume(at: now)
    case .character("s"): return askToStop(at: now)
    case .character(" "):
      frozen = frozen == nil ? Freeze(data: data, at: now) : nil
      return .none
    case .character("?"), .character("h"):
      showsHelp = true
      return .none
    case .character("q"), .character("Q"): return .quit
    case .character, .enter, .escape, .backspace: return .none
    }
  }

  private mutating func pauseOrResume(at now: Double) -> LiveIntent {
    let known = data.bots[bot] ?? .unknown
    switch known.state {
    case "RUNNING": return perform(LiveAction(.pause, bot: bot), at: now)
    case "PAUSED":
      guard !known.isLive else {
        prompt = .resume(bot: bot)
        return .none
      }
      return perform(LiveAction(.resume, bot: bot), at: now)
    case let state:
      let words = state.map { "is \($0)" } ?? "is not known yet"
      say("\(bot) \(words): only a running bot is paused, and a paused one resumed", .yellow, at: now)
      return .none
    }
  }

  private mutating func askToStop(at now: Double) -> LiveIntent {
    let known = data.bots[bot] ?? .unknown
    guard let state = known.state, ["RUNNING", "PAUSED"].contains(state) else {
      say("\(bot) is \(known.state ?? "not known yet"): only a running or paused bot is stopped", .yellow, at: now)
      return .none
    }
    let openTrades = known.document["open_trades"]?.int64.map { Int($0) } ?? known.trades.count
    prompt = .stop(bot: bot, openTrades: openTrades, isLive: known.isLive)
    return .none
  }

  // MARK: Answers

  private mutating func answer(_ asked: LivePrompt, _ key: LiveKey, at now: Double) -> LiveIntent {
    switch asked {
    case .resume(let bot):
      guard key == .character("y") else { return cancel(at: now) }
      return perform(LiveAction(.resume, bot: bot), at: now)
    case .stop(let bot, let openTrades, let isLive):
      let positions: LiveAction.Positions?
      switch key {
      case .character("y") where openTrades == 0: positions = nil
      case .character("k") where openTrades > 0: positions = .keep
      case .character("c") where openTrades > 0: positions = .close
      default: return cancel(at: now)
      }
      let action = LiveAction(.stop, bot: bot, positions: positions)
      guard isLive else { return perform(action, at: now) }
      prompt = .name(of: action, typed: "")
      return .none
    case .name(let action, let typed): return spell(action, typed, key, at: now)
    }
  }

  private mutating func spell(_ action: LiveAction, _ typed: String, _ key: LiveKey, at now: Double) -> LiveIntent {
    switch key {
    case .character(let letter): prompt = .name(of: action, typed: String((typed + String(letter)).suffix(80)))
    case .backspace: prompt = .name(of: action, typed: String(typed.dropLast()))
    case .enter where typed == action.bot: return perform(action, at: now)
    case .enter, .escape: return cancel(at: now)
    case .next, .previous: break
    }
    return .none
  }

  private mutating func cancel(at now: Double) -> LiveIntent {
    prompt = nil
    say("Nothing was done.", at: now)
    return .none
  }

  private mutating func perform(_ action: LiveAction, at now: Double) -> LiveIntent {
    prompt = nil
    say("\(action.bot): \(action.verb.rawValue) …", at: now)
    return .perform(action)
  }
}
