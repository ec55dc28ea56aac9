package dev.drydock.spec;

import dev.drydock.model.ContainerRef;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whose network a container has, where it is not on networks of its own. It says what an endpoint
 * of the container is. {@code HostConfig.NetworkMode}.
 */
public sealed interface NetworkMode {

  /**
   * The engine's default network, with an address of its own: what a container gets that names no
   * network. A port that is named is published on a host port, which is its endpoint.
   */
  static NetworkMode bridge() {
    return Fixed.BRIDGE;
  }

  /**
   * The engine's own: the process sees the interfaces of the engine's machine. Nothing is
   * published; the endpoint of port 80 is port 80 of that machine, so two such containers cannot
   * have the same port. Linux.
   */
  static NetworkMode host() {
    return Fixed.HOST;
  }

  /** None but a loopback interface: the container has no endpoint, and asking for one fails. */
  static NetworkMode none() {
    return Fixed.NONE;
  }

  /**
   * That of another container, which runs: both have the same address and see each other at
   * localhost. The endpoint of a port is the other's, and must be published by it.
   */
  static NetworkMode container(ContainerRef container) {
    return new OfContainer(container);
  }

  /**
   * What this word means to the engine, a mode of its own or the name of a network. A port that is
   * named is published.
   *
   * @throws IllegalArgumentException when it is blank, or one of the modes that have a word here
   */
  static NetworkMode custom(String word) {
    return new Custom(word);
  }

  /** The word the engine gets. */
  String word();

  /** Whether a port that is named is published on a port of the engine's machine. */
  default boolean publishes() {
    return this == Fixed.BRIDGE || this instanceof Custom;
  }

  /** The modes that need nothing more said. */
  enum Fixed implements NetworkMode {
    /** See {@link NetworkMode#bridge()}. */
    BRIDGE("default"),
    /** See {@link NetworkMode#host()}. */
    HOST("host"),
    /** See {@link NetworkMode#none()}. */
    NONE("none");

    private final String word;

    Fixed(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  /**
   * See {@link NetworkMode#container(ContainerRef)}.
   *
   * @param container the other container
   */
  record OfContainer(ContainerRef container) implements NetworkMode {

    @Override
    public String word() {
      return "container:" + container.id();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof OfContainer that && container.id().equals(that.container.id());
    }

    @Override
    public int hashCode() {
      return Objects.hash(container.id());
    }
  }

  /**
   * See {@link NetworkMode#custom(String)}.
   *
   * @param word the word
   */
  record Custom(String word) implements NetworkMode {

    /** Checks the word. */
    public Custom {
      if (word.isBlank()
          || word.equals("host")
          || word.equals("none")
          || word.equals("default")
          || word.startsWith("container:")) {
        throw new IllegalArgumentException(
            "network mode must be a word that NetworkMode has no method for, was \"" + word + "\"");
      }
    }
  }
}
