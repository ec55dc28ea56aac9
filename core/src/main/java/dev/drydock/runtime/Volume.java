package dev.drydock.runtime;

import dev.drydock.model.DataSize;
import dev.drydock.model.VolumeRef;
import dev.drydock.spec.FileContent;
import java.nio.file.Path;
import java.util.List;

/**
 * A live named volume. It belongs to the session that made it and is removed with it, unless its
 * description says that it is kept, or it was adopted.
 *
 * <p>What is in it can be read and written at any time, whether a container uses it or not. For
 * that Drydock makes a container of any image the engine has, which is never started, and removes
 * it afterwards: the verbs for files cost some engine calls each. Paths begin with {@code /}, the
 * volume's root. After the volume, or its session, has closed they throw {@link
 * dev.drydock.model.ClosedException}. Safe for any number of threads.
 */
public interface Volume extends VolumeRef, AutoCloseable {

  /**
   * Puts a file or a directory at a path in it, for root; missing parent directories are made.
   *
   * @throws IllegalArgumentException when the path does not begin with /
   */
  void copyIn(FileContent content, String path);

  /**
   * The bytes of one file in it.
   *
   * @throws IllegalArgumentException when the path does not begin with /, or is no file
   * @throws dev.drydock.model.EngineException with status 404 when there is no such path
   */
  byte[] readFile(String path);

  /**
   * Copies a file out of it to this file, or a directory with all in it to this directory, which is
   * made if missing.
   *
   * @throws IllegalArgumentException when the path does not begin with /
   * @throws dev.drydock.model.EngineException with status 404 when there is no such path
   */
  void copyOut(String path, Path target);

  /**
   * The paths of all files, directories and links in it, sorted; a directory's ends with {@code /}.
   * Reads all that is in it.
   */
  List<String> list();

  /** How many bytes its files hold together. Reads all that is in it. */
  DataSize size();

  /**
   * A new volume of the local driver with all that this one holds now, owners, permissions, times
   * and links as they are: to be restored from, or mounted itself. What a running container is
   * writing meanwhile may be torn; stop or pause it first. It belongs to the session that made this
   * one or adopted it.
   *
   * @throws dev.drydock.model.UnsupportedWishException on Podman, which does not tell the owners
   */
  Volume snapshot();

  /**
   * Lets it hold what the other volume holds now, and nothing else. A container that has it mounted
   * must have been stopped.
   *
   * <p>A volume that no container has mounted is made anew under its name. Else it is emptied by a
   * shell in a container of an image that is there: that of a container that has it.
   *
   * @throws IllegalStateException when a container that has it mounted runs
   * @throws dev.drydock.model.EngineException when no image with a shell is found to empty it
   */
  void restore(VolumeRef other);

  /**
   * Removes it, and returns when it is gone; lets go of it when it is kept, or was adopted. {@code
   * DELETE /volumes/NAME}.
   */
  @Override
  void close();
}
