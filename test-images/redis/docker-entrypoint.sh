#!/bin/bash
# Starts Redis as its own user. Options alone, or a configuration file alone, mean redis-server.
set -euo pipefail

case ${1:-} in
  -* | *.conf) set -- redis-server "$@" ;;
esac

if [ "${1:-}" = redis-server ]; then
  case ${2:-} in
    -v | --version | -h | --help | --test-memory | --check-system) exec "$@" ;;
  esac

  # Debian's server talks to its own machine only unless told otherwise; the official image's does not.
  config=''
  case ${2:-} in
    '' | --*) ;;
    *) if [ -f "$2" ]; then config=$2; fi ;;
  esac
  if [[ " $* " != *' --protected-mode '* ]] &&
    { [ -z "$config" ] || ! grep -qiE '^[[:space:]]*protected-mode[[:space:]]' "$config"; }; then
    if [ -n "$config" ]; then
      set -- redis-server "$config" --protected-mode no "${@:3}"
    else
      set -- redis-server --protected-mode no "${@:2}"
    fi
  fi

  if [ "$(id -u)" -eq 0 ]; then
    find . ! -user redis -exec chown redis '{}' +
    exec setpriv --reuid=redis --regid=redis --clear-groups -- "$@"
  fi
fi
exec "$@"
