#!/bin/sh
# entrypoint.sh: Podman's service at port 2375. It says "The engine is ready." when it serves. The service is not the container's first process: it would wait for the children of others.
set -eu
for each in /sys /sys/fs/cgroup /sys/fs/cgroup/*/; do
  mount -o remount,bind,rw "$each" 2>/dev/null || true
done
export PODMAN_IGNORE_CGROUPSV1_WARNING=1
podman system service --time=0 tcp://0.0.0.0:2375 >/var/log/engine.log 2>&1 &
engine=$!
trap 'kill $engine' TERM INT
until podman --url tcp://127.0.0.1:2375 version >/dev/null 2>&1; do
  if ! kill -0 $engine 2>/dev/null; then
    tail -n 40 /var/log/engine.log
    exit 1
  fi
  sleep 0.1
done
echo 'The engine is ready.'
wait $engine || true
tail -n 40 /var/log/engine.log
