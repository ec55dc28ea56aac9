package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.TlsFiles;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the watchdog that fits this machine: a shell script around curl, which needs 2 MB, or
 * else {@link Watchdog} in a small JVM of its own, which needs 35. Both do the same.
 *
 * <p>A create may be in the engine's hands when its caller dies: so both go on looking until ten
 * seconds have passed in which there was nothing.
 *
 * <p>An engine that hangs must not keep them for ever: after five minutes they begin no further
 * call. The script asks {@code date}, for plain shells count no seconds, and where there is none
 * its rounds are the limit. A round in which the engine does not even list its containers ends
 * there, for each further call might take its whole minute.
 *
 * <p>The networks, volumes and images are left to the engine's {@code prune} with the labels as its
 * filter. The containers it only prunes when they have ended, so these are listed and killed.
 */
final class WatchdogCommand {

  /** From this version on {@code prune} leaves alone the volumes that somebody named. */
  private static final ApiVersion ALL_VOLUMES_BY_FILTER = new ApiVersion(1, 42);

  /** Whoever ends the build with these must not end it too; a JVM that is called keeps to it. */
  private static final String DEAF = "trap '' INT HUP TERM\n";

  private static final List<String> FOR_SSH =
      List.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "SSH_AUTH_SOCK",
          "KRB5CCNAME",
          "XDG_CONFIG_HOME",
          "XDG_RUNTIME_DIR");

  private static final String SCRIPT =
      """
      PATH=${PATH:-/usr/local/bin:/usr/bin:/bin}
      now() { date +%s 2>/dev/null || echo 0; }
      end=
      api() {
        [ -z "$end" ] || [ "$(now)" -lt "$end" ] || return 28
        "$curl" -q -s -f -g -m 60 --unix-socket "$socket" "$@" </dev/null
      }
      names=
      api -o /dev/null "$url/_ping" || eval "$instead"
      while read -r line; do
        case $line in
          bye) exit 0 ;;
          'image '*) names="$names ${line#image }" ;;
          'forget '*)
            left=
            for each in $names; do
              [ "$each" = "${line#forget }" ] || left="$left $each"
            done
            names=$left ;;
        esac
      done
      containers() {
        list=$(api "$url/containers/json?all=1&$labels") || return 2
        found=
        while :; do
          case $list in *'"Id":"'*) ;; *) break ;; esac
          list=${list#*'"Id":"'}
          id=${list%%'"'*}
          [ ${#id} -eq 64 ] || continue
          found=1
          api -X DELETE "$url/containers/$id?force=1&v=1" >/dev/null &
        done
        wait
        [ -n "$found" ]
      }
      others() {
        api -X POST "$url/networks/prune?$labels" >/dev/null
        api -X POST "$url/volumes/prune?$volumes" >/dev/null
        for each in $names; do
          case $(api "$url/images/${each%%=*}/json") in
            *'"'"${each#*=}"'"'*) api -X DELETE "$url/images/${each%%=*}" >/dev/null ;;
          esac
        done
        api -X POST "$url/images/prune?$images" >/dev/null
        list=$(api "$url/networks?$labels") || return 0
        more=$(api "$url/volumes?$labels") || return 0
        case $list$more in *'"Name":"'*) return 0 ;; esac
        list=$(api "$url/images/json?$labels") || return 0
        case $list in *'"Id":"'*) return 0 ;; esac
        return 1
      }
      round=0 quiet=0 end=$(($(now) + 300))
      while [ $quiet -lt 20 ] && [ $round -lt 260 ] && [ "$(now)" -lt "$end" ]; do
        quiet=$((quiet + 1)) round=$((round + 1))
        containers
        case $? in
          0) quiet=0; others ;;
          1) if others; then quiet=0; fi ;;
          *) quiet=0 ;;
        esac
        sleep 0.5 2>/dev/null || sleep 1
      done
      """;

  private WatchdogCommand() {}

  /**
   * The command, or nothing when this machine has neither a shell with curl nor a JVM to call.
   *
   * @param searchPath where to look for programs, in the form of {@code PATH}
   */
  static List<String> of(
      EngineAddress address, Api api, Map<String, String> labels, String searchPath) {
    Queries queries = Queries.of(api, labels);
    List<String> java = java(address, queries);
    Path curl = ChannelDialer.isUnix(address) ? SearchPath.find(searchPath, "curl", "") : null;
    Path shell = Path.of("/bin/sh");
    if (!Files.isExecutable(shell)) {
      return java;
    }
    if (curl == null && java.isEmpty()) {
      return List.of();
    }
    List<String> command = new ArrayList<>();
    Path setsid = SearchPath.find(searchPath, "setsid", "");
    if (setsid != null) {
      // In a session of its own, out of the reach of the terminal.
      command.add(setsid.toString());
    }
    command.add(shell.toString());
    command.add("-c");
    command.add(
        DEAF
            + surroundings(address)
            + (curl == null ? call(java) : settings(address, queries, curl, java) + SCRIPT));
    return command;
  }

  /** The variables without which ssh may not be found or not get in; all others are taken away. */
  private static String surroundings(EngineAddress address) {
    if (!"ssh".equals(address.uri().getScheme())) {
      return "";
    }
    StringBuilder exports = new StringBuilder();
    for (String each : FOR_SSH) {
      String value = System.getenv(each);
      if (value != null) {
        exports.append("export ").append(assign(each, value));
      }
    }
    return exports.toString();
  }

  /** The address, which must mean the same in another directory. */
  private static String text(EngineAddress address) {
    Path configuration = SshCommand.configuration(address);
    String text = address.toString();
    return configuration == null || configuration.isAbsolute()
        ? text
        : text.substring(0, text.indexOf('?'))
            + "?"
            + SshCommand.CONFIGURATION
            + new File(configuration.toString()).getAbsoluteFile().toURI().getRawPath();
  }

  private static String settings(
      EngineAddress address, Queries queries, Path curl, List<String> java) {
    return assign("curl", curl.toString())
        + assign("socket", address.uri().getPath())
        + assign("url", "http://localhost" + queries.prefix())
        + assign("labels", queries.labels())
        + assign("volumes", queries.volumes())
        + assign("images", queries.images())
        + assign("instead", java.isEmpty() ? "exit 1" : call(java));
  }

  private static String call(List<String> words) {
    StringBuilder line = new StringBuilder("exec");
    for (String each : words) {
      line.append(' ').append(quote(each));
    }
    return line.toString();
  }

  private static String assign(String name, String value) {
    return name + "=" + quote(value) + "\n";
  }

  /** One word for a shell, whatever is in it. */
  static String quote(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }

  private static List<String> java(EngineAddress address, Queries queries) {
    Path launcher = launcher(Path.of(System.getProperty("java.home"), "bin"));
    String classes = classPath();
    if (classes == null || !Files.isExecutable(launcher)) {
      return List.of();
    }
    List<String> command = new ArrayList<>();
    Collections.addAll(
        command,
        launcher.toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-Xmx16m");
    TlsFiles tls = address.tls();
    if (tls != null && tls.verify() && Files.notExists(tls.authority())) {
      command.addAll(authorities());
    }
    Collections.addAll(
        command,
        "-cp",
        classes,
        Watchdog.class.getName(),
        text(address),
        queries.prefix(),
        queries.labels(),
        queries.volumes(),
        queries.images());
    if (tls != null) {
      command.add(tls.directory().toAbsolutePath().toString());
      command.add(Boolean.toString(tls.verify()));
    }
    return command;
  }

  /** Whom this JVM trusts, where it was told so. */
  private static List<String> authorities() {
    List<String> options = new ArrayList<>();
    for (String each : List.of("", "Type", "Provider", "Password")) {
      String key = "javax.net.ssl.trustStore" + each;
      String value = System.getProperty(key);
      if (value != null) {
        boolean isFile = each.isEmpty() && !value.equals("NONE");
        options.add("-D" + key + "=" + (isFile ? Path.of(value).toAbsolutePath() : value));
      }
    }
    return options;
  }

  /** Windows' is called otherwise. */
  static Path launcher(Path directory) {
    Path plain = directory.resolve("java");
    return Files.isExecutable(plain) ? plain : directory.resolve("java.exe");
  }

  /** Where the class of the watchdog is, as a file; null when it is in something else. */
  private static @Nullable String classPath() {
    CodeSource source = Watchdog.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return null;
    }
    String location = source.getLocation().toString();
    return location.startsWith("file:") ? Path.of(URI.create(location)).toString() : null;
  }

  /**
   * What the watchdog asks the engine.
   *
   * @param prefix the API version as a path
   * @param labels the query that keeps what has the labels
   * @param volumes the same for pruning volumes, the named ones too
   * @param images the same for pruning images, the named ones too
   */
  private record Queries(String prefix, String labels, String volumes, String images) {

    static Queries of(Api api, Map<String, String> labels) {
      Map<String, List<String>> filters = new LinkedHashMap<>();
      filters.put("label", Url.labelPairs(labels));
      String byLabel = query(api, filters);
      if (api.version().isAtLeast(ALL_VOLUMES_BY_FILTER)) {
        filters.put("all", List.of("true"));
      }
      String volumes = query(api, filters);
      filters.remove("all");
      filters.put("dangling", List.of("false"));
      return new Queries("/v" + api.version(), byLabel, volumes, query(api, filters));
    }

    private static String query(Api api, Map<String, List<String>> filters) {
      return Url.of("").withFilters(api.json(), filters).toString().substring(1);
    }
  }
}
