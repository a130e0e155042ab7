// SPDX-License-Identifier: Apache-2.0

// ControlPlane: bots as they are wanted against bots as they are found, and what brings the two together. It is what
// the API speaks to.
