package dev.drydock.internal.docker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A volume driver of an engine, as a program of its own: it keeps each volume in a directory, and
 * writes down what it was asked. The protocol is JSON over HTTP.
 */
final class VolumePlugin {

  private final Path root;
  private final Map<String, Path> volumes = new TreeMap<>();
  private final Json json = new Json();

  private VolumePlugin(Path root) {
    this.root = root;
  }

  /** Serves until it is killed: the directory of the volumes; the port goes to {@code port}. */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    VolumePlugin plugin = new VolumePlugin(root);
    HttpServer server = HttpServer.create(new InetSocketAddress("0.0.0.0", 0), 0);
    server.createContext("/", plugin::answer);
    server.start();
    Files.writeString(root.resolve("port.new"), Integer.toString(server.getAddress().getPort()));
    Files.move(root.resolve("port.new"), root.resolve("port"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] asked = exchange.getRequestBody().readAllBytes();
    JsonObject body = asked.length == 0 ? new JsonObject(Map.of()) : json.object(asked);
    String verb = exchange.getRequestURI().getPath().substring(1);
    Map<String, Object> answer;
    try {
      answer = answer(verb, body.text("Name"), body.textMap("Opts"));
    } catch (IOException | IllegalArgumentException e) {
      answer = Map.of("Err", String.valueOf(e.getMessage()));
    }
    Files.writeString(
        root.resolve("asked"),
        verb + " " + body.text("Name") + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    byte[] bytes = json.write(answer);
    exchange.getResponseHeaders().add("Content-Type", "application/vnd.docker.plugins.v1.1+json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Map<String, Object> answer(String verb, String name, Map<String, String> options)
      throws IOException {
    return switch (verb) {
      case "Plugin.Activate" -> Map.of("Implements", List.of("VolumeDriver"));
      case "VolumeDriver.Capabilities" -> Map.of("Capabilities", Map.of("Scope", "local"));
      case "VolumeDriver.Create" -> {
        Path directory = Files.createDirectories(root.resolve("volumes").resolve(name));
        if (!options.containsKey("shelf")) {
          throw new IllegalArgumentException("the option shelf is missing");
        }
        Files.writeString(root.resolve(name + ".shelf"), options.get("shelf"));
        volumes.put(name, directory);
        yield Map.of("Err", "");
      }
      case "VolumeDriver.Remove" -> {
        Path directory = volumes.remove(name);
        Files.move(directory, root.resolve(name + ".gone"));
        yield Map.of("Err", "");
      }
      case "VolumeDriver.Mount", "VolumeDriver.Path" ->
          Map.of("Mountpoint", place(name), "Err", "");
      case "VolumeDriver.Unmount" -> Map.of("Err", "");
      case "VolumeDriver.Get" -> Map.of("Volume", volume(name), "Err", "");
      case "VolumeDriver.List" ->
          Map.of("Volumes", volumes.keySet().stream().map(this::volume).toList(), "Err", "");
      default -> throw new IllegalArgumentException("there is no " + verb);
    };
  }

  private String place(String name) {
    Path directory = volumes.get(name);
    if (directory == null) {
      throw new IllegalArgumentException("there is no volume " + name);
    }
    return directory.toString();
  }

  private Map<String, Object> volume(String name) {
    Map<String, Object> volume = new LinkedHashMap<>();
    volume.put("Name", name);
    volume.put("Mountpoint", place(name));
    return volume;
  }
}
