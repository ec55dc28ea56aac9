package dev.drydock.internal.registry;

import dev.drydock.internal.docker.JsonText;
import dev.drydock.internal.docker.SearchPath;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.model.RegistryCredentials;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A program {@code docker-credential-NAME}, run as the {@code docker} command runs it. */
final class CredentialProgram {

  private final String program;
  private final Map<String, String> environment;
  private final Duration patience;

  CredentialProgram(String name, Map<String, String> environment, Duration patience) {
    this.program = "docker-credential-" + name;
    this.environment = environment;
    this.patience = patience;
  }

  /**
   * Its credentials for the server; null when it says that it has none.
   *
   * @throws IOException when it could not be run or did not do as it should; the message goes on
   *     after the program's name, and holds nothing that the program wrote but its complaint
   */
  @Nullable RegistryCredentials get(String server) throws IOException {
    Path file = find();
    if (file == null) {
      throw new IOException("is not on the PATH");
    }
    ProcessBuilder builder =
        new ProcessBuilder(List.of(file.toString(), "get"))
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new IOException("could not be started: " + e.getMessage(), e);
    }
    try {
      try (OutputStream in = process.getOutputStream()) {
        in.write(server.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It need not read what it is told; what it answers decides.
      }
      byte[] output = output(process);
      int code = code(process);
      return code == 0 ? parse(output) : refusal(output, code);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException("Interrupted while " + program + " was asked.", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private byte[] output(Process process) throws IOException, InterruptedException {
    FutureTask<byte[]> output = new FutureTask<>(() -> process.getInputStream().readAllBytes());
    Thread reader = new Thread(output, "drydock-credentials");
    reader.setDaemon(true);
    reader.start();
    try {
      return output.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("did not answer within " + patience.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException("broke off its answer", e);
    }
  }

  /** A program may say all and stay: so its end has a limit too. */
  private int code(Process process) throws IOException, InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException(
          "did not end within " + patience.toMillis() + " ms after the end of its answer");
    }
    return process.exitValue();
  }

  private static @Nullable RegistryCredentials refusal(byte[] output, int code) throws IOException {
    String said = new String(output, StandardCharsets.UTF_8).strip();
    if (said.contains("credentials not found")) {
      return null;
    }
    throw new IOException("ended with exit code " + code + (said.isEmpty() ? "" : ": " + said));
  }

  private static @Nullable RegistryCredentials parse(byte[] output) throws IOException {
    Object answer;
    try {
      answer = JsonText.read(output);
    } catch (IOException e) {
      // Without the cause: the parser quotes the text, and the text holds a secret.
      throw new IOException("answered what is not JSON");
    }
    if (answer instanceof Map<?, ?> map
        && map.get("Username") instanceof String user
        && map.get("Secret") instanceof String secret) {
      if (user.isEmpty() || secret.isEmpty()) {
        return null;
      }
      return user.equals("<token>")
          ? RegistryCredentials.identityToken(secret)
          : RegistryCredentials.of(user, secret);
    }
    throw new IOException("answered without Username and Secret");
  }

  private @Nullable Path find() {
    if (program.indexOf('/') >= 0 || program.indexOf('\\') >= 0) {
      return null;
    }
    return SearchPath.find(searchPath(), program, "", ".exe", ".cmd");
  }

  /** Windows writes the variable's name as it likes. */
  private String searchPath() {
    return environment.entrySet().stream()
        .filter(each -> each.getKey().equalsIgnoreCase("PATH"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  @Override
  public String toString() {
    return program;
  }
}
