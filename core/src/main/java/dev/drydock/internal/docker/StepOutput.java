package dev.drydock.internal.docker;

import java.io.IOException;
import java.io.OutputStream;

/** Limits each write by itself: the source of what is written may take as long as it likes. */
final class StepOutput extends OutputStream {

  private final OutputStream target;
  private final Runnable before;
  private final Runnable after;

  /** Runs {@code before} before each write to the target, and {@code after} after it. */
  StepOutput(OutputStream target, Runnable before, Runnable after) {
    this.target = target;
    this.before = before;
    this.after = after;
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    before.run();
    target.write(bytes, offset, length);
    after.run();
  }
}
