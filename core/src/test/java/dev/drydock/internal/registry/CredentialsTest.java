package dev.drydock.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.model.RegistryCredentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Fake homes, and a fake helper program. */
@Timeout(30)
class CredentialsTest {

  private static final String HOST = "registry.example:5000";

  @TempDir Path home;
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private Duration patience = Duration.ofSeconds(10);

  @BeforeEach
  void search_programs_in_this_home() {
    environment.put("PATH", home.resolve("bin") + ":/usr/bin:/bin");
  }

  private Credentials credentials() {
    return new Credentials(environment, home, patience, warnings::add);
  }

  private Optional<RegistryCredentials> at(String registry) {
    return credentials().at(registry);
  }

  private Path config(String json) throws IOException {
    Path file = Files.createDirectories(home.resolve(".docker")).resolve("config.json");
    return Files.writeString(file, json.replace('\'', '"'));
  }

  private void helper(String name, String script) throws IOException {
    Path file = Files.createDirectories(home.resolve("bin")).resolve("docker-credential-" + name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_helper_is_found_where_windows_has_it() throws IOException {
    environment.put("Path", environment.remove("PATH"));
    config("{'credHelpers':{'" + HOST + "':'desk'}}");
    helper("desk.exe", "echo '{\"Username\":\"ann\",\"Secret\":\"x\"}'");
    assertThat(at(HOST)).contains(RegistryCredentials.of("ann", "x"));
  }

  @Test
  void without_a_file_there_are_none() {
    assertThat(at(HOST)).isEmpty();
    assertThat(warnings).isEmpty();
  }

  @Test
  void an_entry_holds_user_and_password() throws IOException {
    config("{'auths':{'" + HOST + "':{'auth':'" + base64("ann:pass:word") + "'}}}");
    assertThat(at(HOST)).contains(RegistryCredentials.of("ann", "pass:word"));
    assertThat(at("other.example")).isEmpty();
  }

  @Test
  void an_entry_may_be_named_by_a_whole_address() throws IOException {
    config("{'auths':{'https://" + HOST + "/v1/':{'auth':'" + base64("ann:x") + "'}}}");
    assertThat(at(HOST)).contains(RegistryCredentials.of("ann", "x"));
  }

  @Test
  void an_identity_token_beats_the_password() throws IOException {
    config("{'auths':{'" + HOST + "':{'auth':'" + base64("ann:x") + "','identitytoken':'t0k'}}}");
    assertThat(at(HOST)).contains(RegistryCredentials.identityToken("t0k"));
  }

  @Test
  void the_default_registry_has_a_name_of_its_own() throws IOException {
    config("{'auths':{'https://index.docker.io/v1/':{'auth':'" + base64("ann:x") + "'}}}");
    assertThat(credentials().at(null)).contains(RegistryCredentials.of("ann", "x"));
    assertThat(at("docker.io")).contains(RegistryCredentials.of("ann", "x"));
  }

  @Test
  void DOCKER_CONFIG_names_another_directory() throws IOException {
    config("{'auths':{'" + HOST + "':{'auth':'" + base64("home:x") + "'}}}");
    Path other = Files.createDirectory(home.resolve("other"));
    Files.writeString(
        other.resolve("config.json"),
        "{\"auths\":{\"" + HOST + "\":{\"auth\":\"" + base64("other:x") + "\"}}}");
    environment.put("DOCKER_CONFIG", other.toString());
    assertThat(at(HOST)).contains(RegistryCredentials.of("other", "x"));
  }

  @Test
  void DOCKER_AUTH_CONFIG_holds_the_file_itself_and_comes_first() throws IOException {
    config("{'auths':{'" + HOST + "':{'auth':'" + base64("file:x") + "'}}}");
    environment.put(
        "DOCKER_AUTH_CONFIG",
        "{\"auths\":{\"" + HOST + "\":{\"auth\":\"" + base64("inline:x") + "\"}}}");
    assertThat(at(HOST)).contains(RegistryCredentials.of("inline", "x"));
  }

  @Test
  void a_bad_entry_spoils_only_its_own_registry() throws IOException {
    Path file =
        config(
            "{'auths':{'bad.example':{'auth':'not base64!'},'"
                + HOST
                + "':{'auth':'"
                + base64("ann:x")
                + "'}}}");
    assertThat(at(HOST)).contains(RegistryCredentials.of("ann", "x"));
    assertThat(warnings).isEmpty();
    assertThat(at("bad.example")).isEmpty();
    assertThat(warnings)
        .containsExactly(
            "No credentials for registry bad.example: its entry in "
                + file
                + " is bad: its auth is not base64");
  }

  @Test
  void a_file_that_is_not_json_is_a_warning_without_its_text() throws IOException {
    Path file = config("{'auths': s3cret");
    assertThat(at(HOST)).isEmpty();
    assertThat(warnings).containsExactly(file + " is not JSON; no credentials are taken from it.");
  }

  @Test
  void a_helper_of_the_registry_is_told_the_server_on_its_standard_input() throws IOException {
    config("{'credHelpers':{'" + HOST + "':'fake'},'credsStore':'absent'}");
    helper(
        "fake",
        "read -r server || true; echo \"{\\\"Username\\\":\\\"$1 $server\\\",\\\"Secret\\\":\\\"p\\\"}\"");
    assertThat(at(HOST)).contains(RegistryCredentials.of("get " + HOST, "p"));
  }

  @Test
  void a_helper_may_give_an_identity_token() throws IOException {
    config("{'credHelpers':{'" + HOST + "':'fake'}}");
    helper("fake", "echo '{\"Username\":\"<token>\",\"Secret\":\"t0k\"}'");
    assertThat(at(HOST)).contains(RegistryCredentials.identityToken("t0k"));
  }

  @Test
  void the_store_is_asked_for_all_registries_that_have_no_helper() throws IOException {
    config("{'credHelpers':{'other.example':'absent'},'credsStore':'fake'}");
    helper("fake", "echo '{\"Username\":\"ann\",\"Secret\":\"x\"}'");
    assertThat(at(HOST)).contains(RegistryCredentials.of("ann", "x"));
  }

  @Test
  void an_empty_helper_takes_a_registry_away_from_the_store() throws IOException {
    config(
        "{'credsStore':'all','credHelpers':{'"
            + HOST
            + "':''},'auths':{'"
            + HOST
            + "':{'auth':'"
            + base64("eve:file")
            + "'}}}");
    helper("all", "echo '{\"Username\":\"ann\",\"Secret\":\"store\"}'");
    assertThat(at(HOST)).contains(RegistryCredentials.of("eve", "file"));
    assertThat(at("other.example")).contains(RegistryCredentials.of("ann", "store"));
  }

  @Test
  void a_helper_without_credentials_is_no_warning() throws IOException {
    config("{'credsStore':'fake'}");
    helper("fake", "echo 'credentials not found in native keychain'; exit 1");
    assertThat(at(HOST)).isEmpty();
    assertThat(warnings).isEmpty();
  }

  @Test
  void a_helper_that_is_not_there_is_a_warning() throws IOException {
    config("{'credsStore':'absent'}");
    assertThat(at(HOST)).isEmpty();
    assertThat(warnings)
        .containsExactly(
            "No credentials for registry registry.example:5000: docker-credential-absent is not on"
                + " the PATH");
  }

  @Test
  void a_helper_that_fails_is_quoted() throws IOException {
    config("{'credsStore':'fake'}");
    helper("fake", "echo 'the keychain is locked'; exit 3");
    assertThat(at(HOST)).isEmpty();
    assertThat(warnings)
        .containsExactly(
            "No credentials for registry registry.example:5000: docker-credential-fake ended with"
                + " exit code 3: the keychain is locked");
  }

  @Test
  void a_helper_that_answers_nonsense_is_not_quoted() throws IOException {
    config("{'credsStore':'fake'}");
    helper("fake", "echo s3cret");
    assertThat(at(HOST)).isEmpty();
    assertThat(warnings)
        .containsExactly(
            "No credentials for registry registry.example:5000: docker-credential-fake answered"
                + " what is not JSON");
  }

  static Stream<Arguments> helpers_that_stay() {
    return Stream.of(
        Arguments.of("exec sleep 60", "answer within 300 ms"),
        Arguments.of(
            "echo '{\"Username\":\"ann\",\"Secret\":\"x\"}'; exec >&-; exec sleep 20",
            "end within 300 ms after the end of its answer"));
  }

  @ParameterizedTest
  @MethodSource("helpers_that_stay")
  void a_helper_that_stays_is_ended(String script, String lacking) throws IOException {
    config("{'credsStore':'fake'}");
    helper("fake", script);
    patience = Duration.ofMillis(300);
    assertThat(at(HOST)).isEmpty();
    assertThat(warnings)
        .containsExactly(
            "No credentials for registry registry.example:5000: docker-credential-fake did not "
                + lacking);
  }

  @Test
  void what_is_no_path_in_the_search_path_is_passed_over() throws IOException {
    // No program could be given a variable like this, so none is found behind it either.
    environment.put("PATH", "\0no path:" + home.resolve("bin"));
    config("{'credsStore':'absent'}");
    assertThat(at(HOST)).isEmpty();
    assertThat(warnings)
        .containsExactly(
            "No credentials for registry registry.example:5000: docker-credential-absent is not on"
                + " the PATH");
  }

  @Test
  void an_entry_without_a_password_has_an_empty_one() throws IOException {
    config("{'auths':{'" + HOST + "':{'username':'ann'}}}");
    assertThat(at(HOST)).contains(RegistryCredentials.of("ann", ""));
  }

  @Test
  void secrets_are_not_shown() {
    assertThat(RegistryCredentials.of("ann", "s3cret")).hasToString("user ann, password ***");
    assertThat(RegistryCredentials.identityToken("s3cret")).hasToString("identity token ***");
  }
}
