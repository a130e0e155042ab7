// SPDX-License-Identifier: Apache-2.0

// Documents: JSON and YAML as one tree of nodes. Line and column are kept, numbers keep their exact text, and a field
// that is unknown or of the wrong type is an error that names it.
