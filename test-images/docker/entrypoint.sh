#!/bin/sh
# entrypoint.sh tcp|tls|ssh|containerd|rootless: a Docker engine, reached in this way. It says "The engine is ready."
# when it serves.
#
#   tcp, containerd, rootless   port 2375
#   tls                         port 2376, with the files of /certs
#   ssh                         port 22, with /root/.ssh/authorized_keys
set -eu
way=$1

# A container that may do this is still given these read-only.
for each in /sys /sys/fs/cgroup /sys/fs/cgroup/*/; do
  mount -o remount,bind,rw "$each" 2>/dev/null || true
done

mkdir -p /etc/docker
export DOCKER_HOST=unix:///var/run/docker.sock
case $way in
  tcp) set -- dockerd -H "$DOCKER_HOST" -H tcp://0.0.0.0:2375 --tls=false ;;
  containerd)
    echo '{"features":{"containerd-snapshotter":true}}' >/etc/docker/daemon.json
    set -- dockerd -H "$DOCKER_HOST" -H tcp://0.0.0.0:2375 --tls=false
    ;;
  tls)
    set -- dockerd -H "$DOCKER_HOST" -H tcp://0.0.0.0:2376 --tlsverify \
      --tlscacert=/certs/ca.pem --tlscert=/certs/server-cert.pem --tlskey=/certs/server-key.pem
    ;;
  ssh)
    ssh-keygen -q -A
    /usr/sbin/sshd
    set -- dockerd -H "$DOCKER_HOST"
    ;;
  rootless)
    chmod 666 /dev/net/tun /dev/fuse
    mkdir -p /run/user/1000
    chown rootless:rootless /run/user/1000
    export XDG_RUNTIME_DIR=/run/user/1000 DOCKER_HOST=unix:///run/user/1000/docker.sock HOME=/home/rootless
    # Its data must not be on another overlay.
    mkdir -p /var/lib/docker/rootless
    chown rootless:rootless /var/lib/docker/rootless
    export DOCKERD_ROOTLESS_ROOTLESSKIT_FLAGS="-p 0.0.0.0:2375:2375/tcp"
    set -- setpriv --reuid=1000 --regid=1000 --clear-groups \
      "$(find / -xdev -name dockerd-rootless.sh | head -n 1)" --data-root=/var/lib/docker/rootless \
      -H "$DOCKER_HOST" -H tcp://0.0.0.0:2375 --tls=false
    ;;
  *)
    echo "unknown way: $way" >&2
    exit 2
    ;;
esac

echo "$DOCKER_HOST" >/run/engine-host
# While there is a file /run/engine-absent, an engine that has ended is not started anew.
while true; do
  "$@" >/var/log/engine.log 2>&1 &
  engine=$!
  trap 'kill $engine; exit 0' TERM INT
  until docker version >/dev/null 2>&1; do
    if ! kill -0 $engine 2>/dev/null; then
      tail -n 40 /var/log/engine.log
      exit 1
    fi
    sleep 0.1
  done
  echo 'The engine is ready.'
  wait $engine || true
  tail -n 5 /var/log/engine.log
  if [ ! -e /run/engine-absent ]; then exit 1; fi
  while [ -e /run/engine-absent ]; do sleep 0.1; done
  rm -f /var/run/docker.pid /var/run/docker.sock
done
