package dev.drydock.internal.docker;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from where to where a connection of ssh goes. */
final class SshEnds {

  private static final int PATIENCE_SECONDS = 20;

  private SshEnds() {}

  /** What this process tells, which prints {@code SSH_CONNECTION} there. */
  static Dialer.Ends told(Process process) throws IOException {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("ssh gave no answer within " + PATIENCE_SECONDS + " s");
      }
      return read(text(process.getInputStream()), text(process.getErrorStream()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  /** The client's address and port, and the server's; a shell may have said something before. */
  static Dialer.Ends read(String said, String complaint) throws IOException {
    String address = "([0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*(?:%\\w+)?) \\d+";
    Matcher matcher = Pattern.compile("(?m)^" + address + " " + address + "$").matcher(said);
    if (!matcher.find()) {
      throw new IOException(
          "its ssh does not tell from where it is reached"
              + (complaint.isEmpty() ? "" : ": " + complaint));
    }
    return new Dialer.Ends(
        InetAddress.getByName(matcher.group(1)), List.of(InetAddress.getByName(matcher.group(2))));
  }
}
