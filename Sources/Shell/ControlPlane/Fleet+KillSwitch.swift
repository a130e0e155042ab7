// SPDX-License-Identifier: Apache-2.0

import BotModel
import BotRuntime
public import ControlAPI
import Documents
import Ports
import Store
import TradeEngine
import TradingModel

extension Fleet {
  public func killSwitchView() -> KillSwitchView { KillSwitchView(killSwitch.state) }

  public func turnKillSwitch(
    to mode: String?, reason: String, by caller: Caller
  ) async throws(ControlError) -> KillSwitchView {
    let mode = mode.flatMap(KillSwitch.Mode.init(rawValue:))
    let view = try await killTurns.withTurn(0) { () throws(ControlError) in
      let state = KillSwitch.State(
        epoch: killSwitch.epoch + 1, mode: mode, reason: reason, actor: caller.actor, time: clock.now())
      let view = KillSwitchView(state)
      // Nothing is opened from here on, whatever becomes of the disk; it is let go only when that is kept.
      if mode != nil { killSwitch.turn(state) }
      try await write(
        ControlBatch(
          events: [ControlEvent(type: .killSwitch, bot: nil, time: state.time, data: view.node)],
          audit: [
            AuditEntry(
              time: state.time, actor: caller.actor, action: mode == nil ? "kill_switch.release" : "kill_switch.engage",
              target: "fleet", detail: view.node, outcome: "ok")
          ], killSwitch: state))
      killSwitch.turn(state)
      return view
    }
    if mode == .cancel { await cancelEntries() }
    return view
  }

  /// Has every bot take back its entries that rest.
  private func cancelEntries() async {
    for entry in board.entries where entry.hasEngine {
      let number = entry.record.number
      // One whose engine has gone has taken them back, or does when it is brought up.
      _ = try? await shard(of: number).command(.cancelEntries, of: number)
    }
  }
}

extension KillSwitchView {
  fileprivate init(_ state: KillSwitch.State) {
    self.init(
      mode: state.mode?.rawValue, epoch: state.epoch, reason: state.reason, actor: state.actor,
      time: state.epoch == 0 ? nil : state.time)
  }
}
