// SPDX-License-Identifier: Apache-2.0

// ControlAPI: routes, requests, answers. One definition for the server, the command line and the OpenAPI document:
// the same schemas check what comes in and print the document.
