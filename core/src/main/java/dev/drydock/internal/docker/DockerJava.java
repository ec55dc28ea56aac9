package dev.drydock.internal.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.core.SSLConfig;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.ImageFacts;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.EngineException;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Commands of docker-java over Drydock's own connections. It takes a quarter of a second to load,
 * so it serves only what is not needed for an ordinary start.
 */
final class DockerJava {

  private final Api api;
  private final EngineAddress address;
  private final DockerClient client;

  private DockerJava(Api api, EngineAddress address, DockerClient client) {
    this.api = api;
    this.address = address;
    this.client = client;
  }

  static DockerJava over(Api api, EngineAddress address) {
    Config config = new Config(address.uri(), api.version());
    return new DockerJava(
        api, address, DockerClientImpl.getInstance(config, new DockerJavaTransport(api)));
  }

  ImageFacts inspectImage(ImageName image) {
    try {
      InspectImageResponse answer = client.inspectImageCmd(image.toString()).exec();
      return new ImageFacts(String.valueOf(answer.getId()), ports(answer.getConfig()));
    } catch (NotFoundException e) {
      throw new ImageException("The engine at " + address + " does not have image " + image, e);
    } catch (DockerException e) {
      throw new EngineException(
          e.getHttpStatus(),
          "The engine refused to inspect image " + image + ": " + e.getMessage(),
          e);
    } catch (UncheckedIOException e) {
      throw api.broken("inspect image " + image, Objects.requireNonNull(e.getCause()));
    }
  }

  private static List<ContainerPort> ports(@Nullable ContainerConfig config) {
    ExposedPort @Nullable [] exposed = config == null ? null : config.getExposedPorts();
    List<ContainerPort> ports = new ArrayList<>();
    if (exposed != null) {
      for (ExposedPort each : exposed) {
        ports.add(ContainerPort.parse(each.toString()));
      }
    }
    return ports;
  }

  /**
   * Says only what Drydock has found out itself; docker-java's own way reads files and variables.
   */
  private record Config(URI host, ApiVersion version) implements DockerClientConfig {

    @Override
    public URI getDockerHost() {
      return host;
    }

    @Override
    public RemoteApiVersion getApiVersion() {
      return RemoteApiVersion.create(version.major(), version.minor());
    }

    @Override
    public @Nullable String getRegistryUsername() {
      return null;
    }

    @Override
    public @Nullable String getRegistryPassword() {
      return null;
    }

    @Override
    public @Nullable String getRegistryEmail() {
      return null;
    }

    @Override
    public @Nullable String getRegistryUrl() {
      return null;
    }

    @Override
    public @Nullable AuthConfig effectiveAuthConfig(String imageName) {
      return null;
    }

    @Override
    public @Nullable AuthConfigurations getAuthConfigurations() {
      return null;
    }

    @Override
    @SuppressWarnings("deprecation")
    public @Nullable SSLConfig getSSLConfig() {
      return null;
    }
  }
}
