#!/bin/bash
# Starts PostgreSQL; makes a database first when PGDATA has none.
#
# First start: initdb, a temporary server that listens on its unix socket only, the database, the init
# scripts, stop, then the real server. Later starts: the real server at once.
set -Eeuo pipefail

log() { printf '%s\n' "$*"; }
fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

# secret NAME [DEFAULT]: exports $NAME, whose value may also stand in the file $NAME_FILE.
secret() {
  local name=$1 file_name=$1_FILE value=${2:-}
  if [ -n "${!name:-}" ] && [ -n "${!file_name:-}" ]; then
    fail "Error: both $name and $file_name are set (but are exclusive)"
  fi
  if [ -n "${!name:-}" ]; then
    value=${!name}
  elif [ -n "${!file_name:-}" ]; then
    value=$(<"${!file_name}")
  fi
  export "$name=$value"
  unset "$file_name"
}

# Questions such as --version or --describe-config need no database.
only_asks() {
  local arg
  for arg; do
    case $arg in -'?' | --help | --describe-config | -V | --version) return 0 ;; esac
  done
  return 1
}

prepare_folders() {
  local me=$1
  mkdir -p "$PGDATA" /var/run/postgresql
  chmod 700 "$PGDATA" || true
  chmod 3775 /var/run/postgresql || true
  if [ -n "${POSTGRES_INITDB_WALDIR:-}" ]; then mkdir -p "$POSTGRES_INITDB_WALDIR"; fi
  if [ "$me" -eq 0 ]; then
    find "$PGDATA" /var/run/postgresql ${POSTGRES_INITDB_WALDIR:+"$POSTGRES_INITDB_WALDIR"} \
      ! -user postgres -exec chown postgres '{}' +
  fi
}

check_settings() {
  if [ -z "$POSTGRES_PASSWORD" ] && [ "$POSTGRES_HOST_AUTH_METHOD" != trust ]; then
    fail 'Error: Database is uninitialized and superuser password is not specified.' \
      '       Set POSTGRES_PASSWORD to a value that is not empty, for example' \
      '       "-e POSTGRES_PASSWORD=password" on "docker run".' \
      '' \
      '       POSTGRES_HOST_AUTH_METHOD=trust would let everybody in without a password.' \
      '       That is not recommended.'
  fi
  if [ "$POSTGRES_HOST_AUTH_METHOD" = trust ]; then
    log 'WARNING: POSTGRES_HOST_AUTH_METHOD is "trust": whoever reaches the port gets in, with any password.' >&2
  fi
}

# initdb wants a name for the user it runs as; a container may run as a number.
lend_user_name() {
  local library
  if getent passwd "$(id -u)" >/dev/null; then return 0; fi
  for library in /usr/lib/*/libnss_wrapper.so; do
    NSS_WRAPPER_PASSWD=$(mktemp) NSS_WRAPPER_GROUP=$(mktemp)
    echo "postgres:x:$(id -u):$(id -g):PostgreSQL:$PGDATA:/bin/false" >"$NSS_WRAPPER_PASSWD"
    echo "postgres:x:$(id -g):" >"$NSS_WRAPPER_GROUP"
    export LD_PRELOAD=$library NSS_WRAPPER_PASSWD NSS_WRAPPER_GROUP
  done
}
return_user_name() {
  if [ -z "${NSS_WRAPPER_PASSWD:-}" ]; then return 0; fi
  rm -f "$NSS_WRAPPER_PASSWD" "$NSS_WRAPPER_GROUP"
  unset LD_PRELOAD NSS_WRAPPER_PASSWD NSS_WRAPPER_GROUP
}

init_database() {
  local extra=()
  # As on a command line, so that an argument may be quoted.
  eval "extra=(${POSTGRES_INITDB_ARGS:-})"
  if [ -n "${POSTGRES_INITDB_WALDIR:-}" ]; then extra+=(--waldir "$POSTGRES_INITDB_WALDIR"); fi
  lend_user_name
  initdb --pgdata="$PGDATA" --username="$POSTGRES_USER" \
    --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") "${extra[@]}"
  return_user_name
}

allow_hosts() {
  local method=$POSTGRES_HOST_AUTH_METHOD
  if [ -z "$method" ]; then method=$(postgres -D "$PGDATA" -C password_encryption "$@"); fi
  printf '\nhost all all all %s\n' "$method" >>"$PGDATA/pg_hba.conf"
}

# The server while it is set up: nobody outside can reach it.
start_temporary_server() {
  PGUSER=$POSTGRES_USER pg_ctl -D "$PGDATA" -w start \
    -o "$(printf '%q ' "$@" -c listen_addresses= -p "${PGPORT:-5432}")"
}
stop_temporary_server() {
  PGUSER=$POSTGRES_USER pg_ctl -D "$PGDATA" -m fast -w stop
}

sql() {
  PGHOST='' PGHOSTADDR='' psql --no-psqlrc --no-password -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" "$@"
}

create_database() {
  if [ "$POSTGRES_DB" = postgres ]; then return 0; fi
  if [ -n "$(sql --dbname postgres -v db="$POSTGRES_DB" -At \
    <<<"SELECT 1 FROM pg_database WHERE datname = :'db'")" ]; then return 0; fi
  sql --dbname postgres -v db="$POSTGRES_DB" <<<'CREATE DATABASE :"db"'
}

run_init_scripts() {
  local file
  echo
  for file in /docker-entrypoint-initdb.d/*; do
    if [ ! -e "$file" ]; then continue; fi
    case $file in
      *.sh)
        if [ -x "$file" ]; then
          log "$0: running $file"
          "$file"
        else
          log "$0: sourcing $file"
          # shellcheck disable=SC1090
          . "$file"
        fi
        ;;
      *.sql)
        log "$0: running $file"
        sql --dbname "$POSTGRES_DB" -f "$file"
        ;;
      *.sql.gz)
        log "$0: running $file"
        gzip -dc "$file" | sql --dbname "$POSTGRES_DB"
        ;;
      *.sql.xz)
        log "$0: running $file"
        xz -dc "$file" | sql --dbname "$POSTGRES_DB"
        ;;
      *.sql.zst)
        log "$0: running $file"
        zstd -dc "$file" | sql --dbname "$POSTGRES_DB"
        ;;
      *) log "$0: ignoring $file" ;;
    esac
    echo
  done
}

main() {
  case ${1:-postgres} in -*) set -- postgres "$@" ;; esac
  if [ "${1:-postgres}" != postgres ] || only_asks "$@"; then exec "$@"; fi
  [ $# -gt 0 ] || set -- postgres

  prepare_folders "$(id -u)"
  if [ "$(id -u)" -eq 0 ]; then
    exec setpriv --reuid=postgres --regid=postgres --init-groups -- "${BASH_SOURCE[0]}" "$@"
  fi

  if [ -s "$PGDATA/PG_VERSION" ]; then
    log ''
    log 'PostgreSQL Database directory appears to contain a database; Skipping initialization'
    log ''
    exec "$@"
  fi

  secret POSTGRES_PASSWORD
  secret POSTGRES_USER postgres
  secret POSTGRES_DB "$POSTGRES_USER"
  secret POSTGRES_INITDB_ARGS
  : "${POSTGRES_HOST_AUTH_METHOD:=}"
  check_settings
  init_database
  allow_hosts "${@:2}"
  export PGPASSWORD=${PGPASSWORD:-$POSTGRES_PASSWORD}
  start_temporary_server "${@:2}"
  create_database
  run_init_scripts
  stop_temporary_server
  unset PGPASSWORD
  log ''
  log 'PostgreSQL init process complete; ready for start up.'
  log ''
  exec "$@"
}

main "$@"
