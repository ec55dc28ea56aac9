package dev.drydock.internal.build;

import dev.drydock.model.Platform;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The arguments that a Dockerfile may use before its first stage without declaring them: for what
 * is built, and on what. The classic builder does not know them.
 */
final class PlatformArgs {

  private final Map<String, String> given;
  private final @Nullable Platform wanted;
  private final Supplier<Platform> own;

  /**
   * Of a build.
   *
   * @param given arguments that were given
   * @param wanted for which platform; null for the engine's own
   * @param own tells the engine's own; asked only when it must be known
   */
  PlatformArgs(Map<String, String> given, @Nullable Platform wanted, Supplier<Platform> own) {
    this.given = given;
    this.wanted = wanted;
    this.own = own;
  }

  /** The value; empty for what is no such argument. */
  String value(String name) {
    boolean target = name.startsWith("TARGET");
    if (!target && !name.startsWith("BUILD")) {
      return "";
    }
    String part = name.substring(target ? "TARGET".length() : "BUILD".length());
    if (!part.matches("PLATFORM|OS|ARCH|VARIANT")) {
      return "";
    }
    String instead = given.get(name);
    if (instead != null) {
      return instead;
    }
    Platform platform = target && wanted != null ? wanted : own.get();
    return switch (part) {
      case "PLATFORM" -> platform.toString();
      case "OS" -> platform.system();
      case "ARCH" -> platform.architecture();
      default -> platform.variant();
    };
  }
}
