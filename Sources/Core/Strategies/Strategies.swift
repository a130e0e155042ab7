// SPDX-License-Identifier: Apache-2.0

// Strategies: the built-in strategies, one per file, and the list of them.
