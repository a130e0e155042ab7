// SPDX-License-Identifier: Apache-2.0

// Ledger: who owns what on an account. The venue shows one balance per asset; bots share it, and what none of them owns
// is external and never touched.
