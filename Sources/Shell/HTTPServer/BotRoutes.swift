// SPDX-License-Identifier: Apache-2.0

import BotModel
import ControlAPI
import ControlPlane
import Documents
import TradingModel

/// Bots, and what an operator does with them.
struct BotRoutes: Sendable {
  let service: any BotService

  func create(_ call: Call) async throws(ControlError) -> Reply {
    let catalog = await service.catalog
    let settings = try valid { () throws(FieldErrors) in try BotDraft(call.body).settings(catalog: catalog) }
    let view = try await service.createBot(settings, by: call.caller)
    return .document(
      view.node, status: 201, entityTag: view.entityTag, location: "/api/v1/bots/\(view.record.settings.name)")
  }

  func list(_ call: Call) async throws(ControlError) -> Reply {
    let query = BotQuery(state: call.input.choice("state"), mode: call.input.choice("mode"), page: call.input.page)
    return .page(try await service.bots(query), \.node)
  }

  func get(_ call: Call) async throws(ControlError) -> Reply {
    .rendered(try await service.bot(call.bot()))
  }

  func change(_ call: Call) async throws(ControlError) -> Reply {
    let patch = try valid { () throws(FieldErrors) in try BotPatch(call.body) }
    let view = try await service.changeBot(
      call.bot(), patch, ifGeneration: call.generation, by: call.caller)
    return .rendered(view.rendered)
  }

  func delete(_ call: Call) async throws(ControlError) -> Reply {
    try await service.deleteBot(call.bot(), ifGeneration: call.generation, by: call.caller)
    return .empty
  }

  func perform(_ action: BotAction, _ call: Call) async throws(ControlError) -> Reply {
    let positions = call.body["positions"]?.string.flatMap(HeldPositions.init(rawValue:))
    let view = try await service.perform(
      action, on: call.bot(), positions: positions, live: LiveConfirmation(call.body), by: call.caller)
    return .rendered(view.rendered)
  }

  func enter(_ call: Call) async throws(ControlError) -> Reply {
    let catalog = await service.catalog
    let request = try valid { () throws(FieldErrors) in try EntryRequest(call.body, catalog: catalog) }
    return .document(try await service.enter(call.bot(), request, by: call.caller).node)
  }

  func exit(_ call: Call) async throws(ControlError) -> Reply {
    let catalog = await service.catalog
    let request = try valid { () throws(FieldErrors) in try ExitRequest(call.body, catalog: catalog) }
    return .document(try await service.exit(call.bot(), request, by: call.caller).node)
  }
}
