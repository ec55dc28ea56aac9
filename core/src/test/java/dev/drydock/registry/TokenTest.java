package dev.drydock.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.drydock.model.ImageException;
import dev.drydock.model.ImageException.Reason;
import dev.drydock.model.ImageName;
import dev.drydock.model.RegistryCredentials;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A registry that sends those who want in for a token. */
@Tag("engine")
@Timeout(60)
class TokenTest {

  private static TokenServer tokens;
  private static RegistryUnderTest registry;

  private final RegistryClient client = registry.client().withCredentials(RegistryUnderTest.ANN);

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    tokens = new TokenServer(directory);
    registry = RegistryUnderTest.withTokens(tokens.realm(), directory.resolve("token-cert.pem"));
  }

  @AfterAll
  static void stop() {
    registry.close();
    tokens.close();
  }

  @Test
  void a_token_is_fetched_for_what_is_asked_and_kept() {
    ImageName image = registry.busybox("team/token:1").push(RegistryUnderTest.ANN);
    tokens.scopes().clear();
    assertThat(client.tags("team/token")).containsExactly("1");
    assertThat(client.manifest(image).digest()).isEqualTo(image.digest().orElseThrow());
    assertThat(client.digests(image)).hasSize(1);
    client.checkLogin();
    assertThat(tokens.scopes())
        .containsExactly("repository:team/token:pull", "repository:team/token:pull", "");
  }

  @Test
  void an_identity_token_is_exchanged_for_one() {
    registry.client().withCredentials(RegistryCredentials.identityToken("t0k3n")).checkLogin();
  }

  @Test
  void a_wrong_password_is_named() {
    assertThatThrownBy(
            () -> registry.client().withCredentials(RegistryUnderTest.WRONG).checkLogin())
        .asInstanceOf(type(ImageException.class))
        .satisfies(
            thrown -> assertThat(thrown.reason()).isEqualTo(Reason.DENIED),
            thrown ->
                assertThat(thrown.getMessage().replace(registry.host(), "REGISTRY"))
                    .isEqualTo(
                        "Registry REGISTRY refuses to log in: it does not take the login of user"
                            + " ann (no such user). Say `docker login REGISTRY`, or give"
                            + " withCredentials."));
  }
}
