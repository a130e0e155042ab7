// SPDX-License-Identifier: Apache-2.0

// ControlPlane: desired bots against running bots. Lifecycle, events, and everything that the API can ask for.
