import dev.drydock.engine.EngineProvider;
import dev.drydock.internal.docker.DockerEngineProvider;

/** Throwaway containers for tests: describe, start, use, and leave nothing behind. */
module dev.drydock.core {
  requires transitive org.jspecify;
  requires static com.google.errorprone.annotations;
  requires transitive org.slf4j;
  requires java.net.http;
  requires jdk.net;

  exports dev.drydock;
  exports dev.drydock.engine;
  exports dev.drydock.model;
  exports dev.drydock.model.image;
  exports dev.drydock.ready;
  exports dev.drydock.registry;
  exports dev.drydock.runtime;
  exports dev.drydock.spec;
  exports dev.drydock.spec.container;
  exports dev.drydock.spec.image;

  uses EngineProvider;

  provides EngineProvider with
      DockerEngineProvider;
}
