package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command lines of {@code ssh} to one host. */
final class SshCommand {

  static final String CONFIGURATION = "config=";

  private final EngineAddress address;

  SshCommand(EngineAddress address) {
    this.address = address;
  }

  /** Windows' ssh cannot. */
  static boolean sharesConnections() {
    return !System.getProperty("os.name", "").startsWith("Windows");
  }

  /** What ssh is to read in place of the user's own; null for that. */
  static @Nullable Path configuration(EngineAddress address) {
    String query = address.uri().getQuery();
    return query != null && query.startsWith(CONFIGURATION)
        ? Path.of(query.substring(CONFIGURATION.length()))
        : null;
  }

  /** Of one through which the others go; it ends when its standard input does. */
  List<String> login(Path control) {
    return words(word(control), "yes", List.of(), List.of("cat"));
  }

  /** Of one that goes through that which has made this socket; without it, by itself. */
  List<String> through(@Nullable Path control, List<String> options, List<String> remote) {
    return words(control == null ? "none" : word(control), "no", options, remote);
  }

  /**
   * The words.
   *
   * @param master said of each, for a configuration with {@code ControlMaster auto} would make any
   *     of them one through which others go, and those would end with it
   */
  private List<String> words(
      String control, String master, List<String> options, List<String> remote) {
    List<String> words = new ArrayList<>(List.of("ssh", "-T", "-o", "BatchMode=yes"));
    words.addAll(List.of("-o", "ConnectTimeout=10", "-o", "ServerAliveInterval=15"));
    if (sharesConnections()) {
      words.addAll(List.of("-o", "ControlPath=" + control, "-o", "ControlPersist=no"));
      words.addAll(List.of("-o", "ControlMaster=" + master));
    }
    Path configuration = configuration(address);
    if (configuration != null) {
      words.addAll(List.of("-F", configuration.toString()));
    }
    if (address.port() >= 0) {
      words.addAll(List.of("-p", Integer.toString(address.port())));
    }
    String user = address.user();
    if (user != null) {
      words.addAll(List.of("-l", user));
    }
    words.addAll(options);
    words.add("--");
    words.add(ChannelDialer.tcpHost(address));
    words.addAll(remote);
    return words;
  }

  /** An option is read as a line of a configuration, in which a blank and a per cent mean more. */
  private static String word(Path control) {
    return '"' + control.toString().replace("%", "%%") + '"';
  }
}
