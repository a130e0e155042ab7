// SPDX-License-Identifier: Apache-2.0

// HTTPServer: authentication, routes, the event stream, metrics. It checks the form of what comes in and hands it on;
// it decides nothing.
