// SPDX-License-Identifier: Apache-2.0

// WebSockets: a WebSocket client and server on SwiftNIO's upgraders; REST and WebSocket share one port.
