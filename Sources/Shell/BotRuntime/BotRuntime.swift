// SPDX-License-Identifier: Apache-2.0

// BotRuntime: a few shards, each of which owns many bots' engines as values and steps them in a plain loop, from one
// bounded mailbox: event, engine, save, carry out.
