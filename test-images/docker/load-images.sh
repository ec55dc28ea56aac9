#!/bin/sh
# load-images.sh: gives the engine the images that come as an archive on standard input.
DOCKER_HOST=$(cat /run/engine-host) exec docker load
