package dev.drydock.redis;

import dev.drydock.model.Endpoint;
import dev.drydock.model.ExecResult;
import dev.drydock.model.NetworkRef;
import dev.drydock.runtime.Container;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.NetworkAttachment;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A live Redis server that answers. It belongs to the session that started it; after that session,
 * or this handle, has closed, every call that asks the container throws {@link
 * dev.drydock.model.ClosedException}. Safe for any number of threads.
 */
public final class Redis implements AutoCloseable {

  private final RedisSpec spec;
  private final Container container;

  Redis(RedisSpec spec, Container container) {
    this.spec = spec;
    this.container = container;
  }

  /** The description it was started from. */
  public RedisSpec spec() {
    return spec;
  }

  /** The container it runs in: for its log, files, state, and commands. */
  public Container container() {
    return container;
  }

  /** Where the test reaches the server. */
  public Endpoint endpoint() {
    return container.endpoint(PingExchange.PORT);
  }

  /** The password of the default user, or null for none. */
  public @Nullable String password() {
    return spec.password();
  }

  /**
   * The URL for the test: {@code redis://HOST:PORT}, or, with a password, {@code
   * redis://default:PASSWORD@HOST:PORT}.
   */
  public String url() {
    return url(endpoint());
  }

  /**
   * The URL for another container on this network.
   *
   * @throws IllegalArgumentException when the server is not on the network
   */
  public String urlFrom(NetworkRef network) {
    return url(endpointFrom(network));
  }

  /**
   * Runs one command of Redis, word by word, by {@code redis-cli} in the container. The answer
   * stands in the output with a line break after it, an error's too.
   */
  public ExecResult cli(String... command) {
    List<String> words = new ArrayList<>(List.of("redis-cli"));
    words.addAll(List.of(command));
    ExecSpec exec = ExecSpec.of(words.toArray(new String[0]));
    String password = password();
    return container.exec(password == null ? exec : exec.withEnv("REDISCLI_AUTH", password));
  }

  /** Kills the server, removes its container and its data, and returns when they are gone. */
  @Override
  public void close() {
    container.close();
  }

  /** The image and the container's name, without the password. */
  @Override
  public String toString() {
    return spec.image() + " (" + container.name() + ")";
  }

  private String url(Endpoint endpoint) {
    String password = password();
    // With the user's name, because redis-cli takes an empty one for a user without a name.
    return "redis://" + (password == null ? "" : "default:" + encode(password) + "@") + endpoint;
  }

  private Endpoint endpointFrom(NetworkRef network) {
    List<NetworkAttachment> networks = container.spec().networks();
    for (NetworkAttachment each : networks) {
      if (each.network().id().equals(network.id())) {
        String host = each.aliases().isEmpty() ? container.name() : each.aliases().get(0);
        return new Endpoint(host, PingExchange.PORT.number());
      }
    }
    throw new IllegalArgumentException(
        this
            + " is not on network "
            + network.name()
            + "; it is on "
            + (networks.isEmpty()
                ? "none"
                : String.join(
                    ", ", networks.stream().map(each -> each.network().name()).toList())));
  }

  /** Percent-encodes all but letters, digits and {@code * - . _}. */
  private static String encode(String text) {
    // As for a form, in which a space is a plus; in the other parts of a URL it is not.
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
