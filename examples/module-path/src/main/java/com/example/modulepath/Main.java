package com.example.modulepath;

import dev.drydock.Drydock;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;

/** Starts a container from the module path. */
public final class Main {

  private Main() {}

  /** Starts it, runs a command in it, and leaves nothing behind. */
  public static void main(String[] args) {
    requireModule(Main.class);
    requireModule(Drydock.class);

    try (Drydock drydock = Drydock.connect();
        Session session = drydock.openSession()) {
      Container redis = session.start(ContainerSpec.of("redis:7").withPort(6379));
      String answer = redis.exec("redis-cli", "PING").stdout().strip();
      System.out.println(
          Drydock.class.getModule() + " on Java " + Runtime.version().feature() + ": " + answer);
    }
  }

  private static void requireModule(Class<?> type) {
    if (!type.getModule().isNamed()) {
      throw new IllegalStateException(type + " was not loaded from the module path");
    }
  }
}
