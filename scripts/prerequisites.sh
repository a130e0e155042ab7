# shellcheck shell=bash
# What scripts/start and scripts/test need before they can build. Sourced, not run.

# The oldest toolchain that can read Package.swift.
swift_version_min="6.2"

# Debian and Ubuntu packages of the build: SQLite for GRDB, curl for Foundation, zlib for HTTP compression.
# shellcheck disable=SC2034 # used by the scripts that source this one
build_packages=(libsqlite3-dev libcurl4-openssl-dev zlib1g-dev)

# say TEXT…: a message of the script itself, apart from the output of what it runs.
say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }

# refuse CODE TEXT…: says why the script can't go on, and ends it.
refuse() {
  local code=$1
  shift
  printf 'error: %s\n' "$*" >&2
  exit "$code"
}

# require_swift: ends the script unless a new enough toolchain is on the PATH.
require_swift() {
  command -v swift >/dev/null 2>&1 ||
    refuse 78 "no swift on the PATH. Install Swift $swift_version_min or later: https://www.swift.org/install"
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  [[ -n $version ]] || refuse 78 "'swift --version' doesn't name a version. Is the toolchain whole?"
  if [[ $(printf '%s\n%s\n' "$swift_version_min" "$version" | sort -V | head -n 1) != "$swift_version_min" ]]; then
    refuse 78 "Swift $version is too old; $swift_version_min or later is needed: https://www.swift.org/install"
  fi
}

# as_root COMMAND…: through sudo, unless we are root already.
as_root() {
  if [[ $(id -u) == 0 ]]; then "$@"; else sudo "$@"; fi
}

# missing_packages NAME…: prints those that dpkg doesn't know as installed.
missing_packages() {
  local name
  for name in "$@"; do
    [[ $(dpkg-query -W -f='${Status}' "$name" 2>/dev/null) == "install ok installed" ]] || printf '%s\n' "$name"
  done
}

# install_packages NAME…: with apt where there is apt; elsewhere says what is needed and goes on.
install_packages() {
  if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-query >/dev/null 2>&1; then
    if [[ $(uname -s) == Linux ]]; then
      say "No apt here. The build needs what Debian calls: $* (elsewhere: the headers of sqlite3, curl and zlib)."
    fi
    return 0
  fi
  local missing
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]} > 0)) || return 0
  if [[ $(id -u) != 0 ]] && ! command -v sudo >/dev/null 2>&1; then
    refuse 78 "not root, and no sudo here. Have an administrator run: apt-get install ${missing[*]}"
  fi
  say "Installing ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}
