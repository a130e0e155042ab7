// SPDX-License-Identifier: Apache-2.0

// ServerConfiguration: what botd is told by the environment, by .env and by the files of a folder, read once and checked
// whole.
