import dev.drydock.engine.EngineProvider;
import dev.drydock.internal.docker.DockerEngineProvider;

/** Throwaway containers for tests: describe, start, use, and leave nothing behind. */
module dev.drydock.core {
  requires transitive org.jspecify;
  requires static com.google.errorprone.annotations;
  requires transitive org.slf4j;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires org.apache.httpcomponents.core5.httpcore5;
  requires com.github.dockerjava.api;
  requires com.github.dockerjava.core;
  requires com.github.dockerjava.transport;
  // docker-java's jars are automatic modules, which name nothing they need.
  requires com.google.common;
  requires org.apache.commons.io;
  requires org.apache.commons.lang3;

  exports dev.drydock;
  exports dev.drydock.engine;
  exports dev.drydock.model;
  exports dev.drydock.ready;
  exports dev.drydock.runtime;
  exports dev.drydock.spec;

  uses EngineProvider;

  provides EngineProvider with
      DockerEngineProvider;
}
