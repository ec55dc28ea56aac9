#!/bin/bash
# Before nginx starts: fills in the templates, runs the scripts of /docker-entrypoint.d.
#
#   /etc/nginx/templates/NAME.template   variables of the environment put in, becomes conf.d/NAME
#   /docker-entrypoint.d/*.envsh, *.sh   sourced; run
set -euo pipefail

log() {
  if [ -z "${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ]; then printf '%s: %s\n' "$0" "$*"; fi
}

fill_templates() {
  local from=${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}
  local suffix=${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}
  local to=${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}
  local names file out
  if [ ! -d "$from" ]; then return 0; fi
  # Only what is set is replaced, so that nginx's own $variables stay.
  # shellcheck disable=SC2016
  names=$(compgen -e | sed 's/.*/${&}/' | tr '\n' ' ')
  while IFS= read -r -d '' file; do
    out=$to/${file#"$from"/}
    out=${out%"$suffix"}
    mkdir -p "$(dirname "$out")"
    log "filling $out from $file"
    envsubst "$names" <"$file" >"$out"
  done < <(find "$from" -follow -type f -name "*$suffix" -print0 | LC_ALL=C sort -z)
}

run_scripts() {
  local file
  for file in /docker-entrypoint.d/*; do
    if [ ! -x "$file" ]; then
      if [ -e "$file" ]; then log "ignoring $file, not executable"; fi
      continue
    fi
    case $file in
      *.envsh)
        log "sourcing $file"
        # shellcheck disable=SC1090
        . "$file"
        ;;
      *.sh)
        log "running $file"
        "$file"
        ;;
      *) log "ignoring $file" ;;
    esac
  done
}

case ${1:-} in
  nginx | nginx-debug)
    fill_templates
    run_scripts
    log 'Configuration complete; ready for start up'
    ;;
esac
exec "$@"
