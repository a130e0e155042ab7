// SPDX-License-Identifier: Apache-2.0

// Ports: what the world must offer to the bots: a market feed, an exchange, a clock. Adapters stand behind them.
