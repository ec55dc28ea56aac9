package dev.drydock.internal.docker;

import dev.drydock.spec.FileContent;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Puts files into a container: {@code PUT /containers/ID/archive}. */
final class FilesIn {

  private final Api api;
  private final String id;
  private final String what;

  /** Into this container; {@code what} is that in words. */
  FilesIn(Api api, String id, String what) {
    this.api = api;
    this.id = id;
    this.what = what;
  }

  /** In one request, by their paths in the directory. */
  void put(String directory, Map<String, FileContent> files) {
    send(directory, new Upload(files, what));
  }

  /**
   * With a request for each volume that paths lead into. Podman puts what goes to the root of a
   * container that does not run below its volumes, where nobody sees it.
   *
   * @param volumes the paths of its volumes
   */
  void putByVolume(Set<String> volumes, Map<String, FileContent> files) {
    Map<String, Map<String, FileContent>> places = new LinkedHashMap<>();
    files.forEach(
        (path, content) -> {
          String place = "";
          for (String each : volumes) {
            if (path.startsWith(each + "/") && each.length() > place.length()) {
              place = each;
            }
          }
          places
              .computeIfAbsent(place.isEmpty() ? "/" : place, key -> new LinkedHashMap<>())
              .put(path.substring(place.length()), content);
        });
    places.forEach(this::put);
  }

  /** The archive of a directory, to where that directory is. */
  void unpack(String path, InputStream archive) {
    send(path.substring(0, path.lastIndexOf('/') + 1), new RawUpload(archive, what));
  }

  private void send(String directory, Request.Body body) {
    String url = Url.of(Containers.path(id, "/archive")).with("path", directory).toString();
    api.call(
        Request.of("PUT", url)
            .header("Content-Type", "application/x-tar")
            .body(body)
            .eachStepWithin(Api.WORK),
        what);
  }
}
