package dev.drydock.benchmarks.contender;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The plain script beside {@code raw}: it starts, asks and removes one container with curl, and
 * says itself how many milliseconds passed until the answer. Raw must not be slower than this.
 */
public final class CurlContender implements Contender {

  private final Path script;

  /** With the script {@code curl-start} of this folder. */
  public CurlContender(Path folder) {
    script = folder.resolve("curl-start").toAbsolutePath();
  }

  @Override
  public String name() {
    return "curl";
  }

  @Override
  public TimedStart timedStart(Wish wish) throws Exception {
    Process process =
        new ProcessBuilder(script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    if (process.waitFor() != 0) {
      throw new IOException(script + " failed: " + output);
    }
    return new TimedStart(
        () -> {}, Math.round(Double.parseDouble(output) * 1e6), "", Clock.epochMillis());
  }

  @Override
  public Box start(Wish wish) {
    throw new UnsupportedOperationException("the script does all in one");
  }

  @Override
  public Fleet startAll(Wish wish, int count) {
    throw new UnsupportedOperationException("the script starts one");
  }

  @Override
  public void close() {
    // The script leaves nothing.
  }
}
