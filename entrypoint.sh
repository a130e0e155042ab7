#!/bin/sh
# The container's start. Prepares the data folder, sees to it that there is an admin token, drops root, and runs
# `botd serve`, or the command given: a subcommand of botd (`check`), or a program (`botctl list`).
#
# Exit code 78: the data folder can't be used; the message names it and the remedy.
set -eu

data=${BOTD_DATA_DIR:-./data}
user=${BOTYARD_USER:-botyard}
umask 077

refuse() {
  echo "entrypoint.sh: $*" >&2
  exit 78
}

mkdir -p "$data" 2>/dev/null ||
  refuse "BOTD_DATA_DIR=$data can't be made. Give user $(id -u) a folder that it may write to."

# As root: hand the folder over, then start again as the user that the server runs as.
if [ "$(id -u)" = 0 ]; then
  getent passwd "$user" >/dev/null ||
    refuse "there is no user $user to drop root to. Name another with BOTYARD_USER, or don't start as root."
  find "$data" ! -user "$user" -exec chown -h "$user:$(id -gn "$user")" {} +
  exec setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups --no-new-privs -- "$0" "$@"
fi

{ [ -w "$data" ] && [ -x "$data" ]; } ||
  refuse "user $(id -u) can't write to BOTD_DATA_DIR=$data. Change its owner, or mount another folder."

case ${1:-serve} in
  serve | demo | check | backtest | strategies | version | -*) set -- botd "${@:-serve}" ;;
esac

# A token of one's own, so that the server may listen beyond loopback. A given one wins, in the environment or in .env.
has_token() {
  [ -n "${BOTD_ADMIN_TOKEN:-}" ] || [ -n "${BOTD_ADMIN_TOKEN_FILE:-}" ] ||
    { [ -r .env ] && grep -Eq '^[[:space:]]*BOTD_ADMIN_TOKEN(_FILE)?=.' .env; }
}

# True for the commands that listen.
is_server() { [ "$1" = botd ] && case ${2:-} in serve | demo) true ;; *) false ;; esac }

if is_server "$@" && ! has_token; then
  token=$data/admin.token
  if [ ! -s "$token" ]; then
    # Written whole under another name first: a start that was cut short leaves no half a token.
    od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$token.new"
    mv "$token.new" "$token"
  fi
  export BOTD_ADMIN_TOKEN_FILE="$token"
  echo "The admin token is in $token" >&2
fi

exec "$@"
