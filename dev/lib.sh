# shellcheck shell=bash disable=SC2034
# Shared by the scripts of this folder. Source it; it does nothing by itself.
#
#   say, warn, die        what a person reads
#   result TEXT START     a script's last line
#   run_step TITLE CMD…   one line with its duration; the noise goes to $STEP_LOG
#   apt_install PKG…      Debian packages, with retries
#   engine_find           sets ENGINE_HOST to a container engine that answers
#   engine_curl PATH …    one call of the Engine API
#   ensure_tools          a JDK 17 and Maven; sets JAVA_HOME and MVN

DRYDOCK_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
DEFAULT_SOCKET=/var/run/docker.sock
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  C_OK=$'\e[32m' C_BAD=$'\e[31m' C_DIM=$'\e[2m' C_BOLD=$'\e[1m' C_OFF=$'\e[0m'
else
  C_OK='' C_BAD='' C_DIM='' C_BOLD='' C_OFF=''
fi

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
# die MESSAGE [WHAT TO DO]…: each further argument is a line of its own.
die() {
  printf '%s: %s%s%s\n' "$(basename "$0")" "$C_BAD" "$1" "$C_OFF" >&2
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
  exit 1
}

now_ms() {
  if [ -n "${EPOCHREALTIME:-}" ]; then
    local t=${EPOCHREALTIME//[!0-9]/}
    echo $((t / 1000))
  else
    echo $((SECONDS * 1000))
  fi
}
# seconds_since START_MS: "1.4 s"
seconds_since() {
  local ms=$(($(now_ms) - $1))
  printf '%d.%d s' $((ms / 1000)) $((ms % 1000 / 100))
}

line_ok() { printf '  %s✓%s %-56s %s%8s%s\n' "$C_OK" "$C_OFF" "$1" "$C_DIM" "$2" "$C_OFF"; }
line_bad() { printf '  %s✗%s %-56s %s%8s%s\n' "$C_BAD" "$C_OFF" "$1" "$C_DIM" "$2" "$C_OFF"; }

# result TEXT START_MS: what a script says at its end; inside of another script it is a step of that one.
result() {
  if [ -n "${DRYDOCK_NESTED:-}" ]; then
    line_ok "$1" "$(seconds_since "$2")"
  else
    say "$(basename "$0"): $1"
  fi
}

# run_step TITLE CMD…: what CMD prints goes to $STEP_LOG; when it fails, the log's end is shown.
run_step() {
  local title=$1 start rc=0
  shift
  start=$(now_ms)
  if [ -n "$C_OFF" ]; then printf '  %s… %s%s\r' "$C_DIM" "$title" "$C_OFF"; fi
  "$@" >>"$STEP_LOG" 2>&1 </dev/null || rc=$?
  if [ $rc -ne 0 ]; then
    line_bad "$title" "$(seconds_since "$start")"
    {
      echo "  The end of $STEP_LOG:"
      tail -n 60 "$STEP_LOG" | sed 's/^/    /'
    } >&2
    return $rc
  fi
  line_ok "$title" "$(seconds_since "$start")"
}

# ---------------------------------------------------------------- Debian packages

is_root() { [ "$(id -u)" -eq 0 ]; }
is_debian() { command -v apt-get >/dev/null && command -v dpkg >/dev/null; }

apt_get() {
  DEBIAN_FRONTEND=noninteractive apt-get -y -q \
    -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" </dev/null
}

# The lists of packages are fetched only when they are missing or too old to serve.
apt_install() {
  local attempt
  is_debian || return 1
  # Slim systems lack it, and the packages of Java cannot be set up without.
  mkdir -p /usr/share/man/man1
  if compgen -G '/var/lib/apt/lists/*Packages*' >/dev/null &&
    apt_get install --no-install-recommends "$@"; then
    return 0
  fi
  for attempt in 1 2 3; do
    # A broken third-party source fails the update, not the installation.
    apt_get update || warn "apt-get update complained (attempt $attempt)"
    if apt_get install --no-install-recommends "$@"; then return 0; fi
    sleep $((attempt * 2))
  done
  return 1
}

# ---------------------------------------------------------------- the engine

# _engine_args HOST: sets ENGINE_ARGS (for curl) and ENGINE_URL
_engine_args() {
  local certs=${DOCKER_CERT_PATH:-$HOME/.docker}
  case $1 in
    unix://*)
      ENGINE_ARGS=(--unix-socket "${1#unix://}")
      ENGINE_URL=http://localhost
      ;;
    tcp://* | http://* | https://*)
      ENGINE_ARGS=(--noproxy '*')
      ENGINE_URL=http://${1#*://}
      if [ -n "${DOCKER_TLS_VERIFY:-}" ] || [ "${1%%:*}" = https ]; then
        ENGINE_URL=https://${1#*://}
        ENGINE_ARGS+=(--cacert "$certs/ca.pem" --cert "$certs/cert.pem" --key "$certs/key.pem")
      fi
      ENGINE_URL=${ENGINE_URL%/}
      ;;
    *) return 1 ;;
  esac
}

# engine_ping HOST: true when an engine answers there; sets ENGINE_NAME ("Docker 20.10.24, API 1.41")
engine_ping() {
  local answer server api
  _engine_args "$1" || return 1
  answer=$(curl -sS -i -m 5 "${ENGINE_ARGS[@]}" "$ENGINE_URL/_ping" 2>&1) || {
    ENGINE_WHY=${answer##*curl: }
    return 1
  }
  case $answer in
    HTTP/*\ 200*) ;;
    *)
      ENGINE_WHY="it answered: ${answer%%[$'\r\n']*}"
      return 1
      ;;
  esac
  server=$(sed -n 's/^[Ss]erver: *\([^ ]*\).*/\1/p' <<<"$answer" | tr -d '\r')
  api=$(sed -n 's/^[Aa][Pp][Ii]-[Vv]ersion: *//p' <<<"$answer" | tr -d '\r')
  server=${server%%+*}
  ENGINE_NAME="${server/\// }, API ${api:-unknown}"
  ENGINE_HOST=$1
}

# The sockets an engine may listen on when DOCKER_HOST does not say.
engine_candidates() {
  echo "unix://$DEFAULT_SOCKET"
  [ -z "${XDG_RUNTIME_DIR:-}" ] || echo "unix://$XDG_RUNTIME_DIR/docker.sock"
  [ -z "${HOME:-}" ] || echo "unix://$HOME/.docker/run/docker.sock"
}

# engine_find: sets ENGINE_HOST and ENGINE_NAME, or fails with ENGINE_WHY set.
engine_find() {
  local host first_why=''
  ENGINE_WHY='' ENGINE_HOST='' ENGINE_NAME=''
  command -v curl >/dev/null || {
    ENGINE_WHY='curl is not installed'
    return 1
  }
  if [ -n "${DOCKER_HOST:-}" ]; then
    engine_ping "$DOCKER_HOST"
    return
  fi
  while read -r host; do
    if [ -S "${host#unix://}" ] && engine_ping "$host"; then return 0; fi
    [ -n "$first_why" ] || first_why=$ENGINE_WHY
  done < <(engine_candidates)
  ENGINE_WHY=${first_why:-"there is no socket at $DEFAULT_SOCKET"}
  return 1
}

# engine_need: finds the engine, starts one if it can, and exports DOCKER_HOST where it is not the default.
engine_need() {
  if ! engine_find; then
    "$DRYDOCK_HOME/dev/engine" || exit 1
    engine_find || die "no container engine answers: $ENGINE_WHY"
  fi
  if [ "$ENGINE_HOST" != "unix://$DEFAULT_SOCKET" ]; then export DOCKER_HOST=$ENGINE_HOST; fi
}

# engine_curl PATH [CURL ARGUMENT]…
engine_curl() {
  local path=$1
  shift
  curl -sS -g "${ENGINE_ARGS[@]}" "$@" "$ENGINE_URL$path"
}

# engine_things LABEL=VALUE: one line for each container, network and volume that has the label (all, when it
# is empty), sorted. Needs no JSON tool: the first keys of an entry are the same in every version of the API.
engine_things() {
  local filter='' containers networks volumes
  [ -z "$1" ] || filter="filters=%7B%22label%22%3A%5B%22${1/=/%3D}%22%5D%7D"
  containers=$(engine_curl "/containers/json?all=1&$filter" -f) || return 1
  networks=$(engine_curl "/networks?$filter" -f) || return 1
  volumes=$(engine_curl "/volumes?$filter" -f) || return 1
  {
    grep -o '{"Id":"[0-9a-f]*","Names":\["[^"]*"' <<<"$containers" |
      sed 's/^{"Id":"\(.\{12\}\).*\["\/\{0,1\}\(.*\)"$/container \1 \2/' || true
    grep -o '{"Name":"[^"]*","Id":"[0-9a-z]*"' <<<"$networks" |
      sed 's/^{"Name":"\(.*\)","Id":"\(.\{12\}\).*/network \2 \1/' || true
    grep -o '"Name":"[^"]*","Options"' <<<"$volumes" |
      sed 's/^"Name":"\(.*\)","Options"/volume \1/' || true
  } | LC_ALL=C sort
}

# ---------------------------------------------------------------- tools

# jdk_version HOME: 17, 21, 25…; nothing when there is no JDK
jdk_version() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' "$1/release"
}

# jdk_list: "VERSION HOME" of each JDK of this machine, one a version, oldest first
jdk_list() {
  local home version
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home "$(_jdk_of_path)"; do
    version=$(jdk_version "$home")
    [ -z "$version" ] || echo "$version $(cd "$home" && pwd -P)"
  done | awk '!seen[$1]++' | sort -n
}
_jdk_of_path() {
  local javac
  javac=$(command -v javac) || return 0
  javac=$(readlink -f "$javac" 2>/dev/null || echo "$javac")
  echo "${javac%/bin/javac}"
}

# ensure_tools: the build wants JDK 17; a newer one will do where there is no 17.
# Sets and exports JAVA_HOME, sets JDK (17) and MVN.
ensure_tools() {
  local missing=() package
  _choose_jdk || {
    package=openjdk-17-jdk-headless
    if is_debian && is_root; then
      if ! run_step "installed $package" apt_install "$package"; then
        package=default-jdk-headless
        run_step "installed $package" apt_install "$package" || die 'cannot install a JDK.'
      fi
    fi
    _choose_jdk || missing+=('a JDK, version 17 or later')
  }
  if ! command -v mvn >/dev/null; then
    if is_debian && is_root; then
      run_step 'installed maven' apt_install maven || die 'cannot install Maven.'
    fi
    command -v mvn >/dev/null || missing+=('Maven, version 3.8.7 or later')
  fi
  [ ${#missing[@]} -eq 0 ] || die 'the build needs more than is here.' "${missing[@]/#/Install }" \
    'On Debian or Ubuntu, as root, this script does it.'
  MVN=mvn
}
_choose_jdk() {
  local version home
  while read -r version home; do
    if [ "$version" -ge 17 ]; then
      JDK=$version
      export JAVA_HOME=$home
      return 0
    fi
  done < <(jdk_list)
  return 1
}

# ---------------------------------------------------------------- images and Maven

# take_image_option ARG: true when ARG is the switch for the official images
take_image_option() {
  case $1 in
    -Ddrydock.test.images=*) export DRYDOCK_TEST_IMAGES=${1#*=} ;;
    *) return 1 ;;
  esac
}

# image_map_options: sets IMAGE_OPTIONS, what Maven needs to send tests to the images that were built
image_map_options() {
  if [ "${DRYDOCK_TEST_IMAGES:-}" = official ]; then
    IMAGE_OPTIONS=(-Ddrydock.test.images=official)
  else
    IMAGE_OPTIONS=("-Ddrydock.image.map=$DRYDOCK_HOME/test-images/image-map.properties")
    # A JVM that a test or an example starts sees the environment, not Maven's options.
    export DRYDOCK_IMAGE_MAP=$DRYDOCK_HOME/test-images/image-map.properties
  fi
}
