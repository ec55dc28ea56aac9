package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.model.ImageException.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageRefusalTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          toomanyrequests: You have reached your unauthenticated pull rate limit | RATE_LIMITED
          manifest for shop:9 not found: manifest unknown: manifest unknown | NOT_FOUND
          pull access denied for shop, repository does not exist or may require 'docker login' | NOT_FOUND
          no matching manifest for linux/arm64/v8 in the manifest list entries | NOT_FOUND
          Head "http://127.0.0.1:5000/v2/": no basic auth credentials | DENIED
          unauthorized: authentication required | DENIED
          dial tcp 127.0.0.1:1: connect: connection refused | UNREACHABLE
          dial tcp: lookup registry.example: no such host | UNREACHABLE
          filesystem layer verification failed for digest sha256:ab | MISMATCH
          unexpected EOF | INTERRUPTED
          received unexpected HTTP status: 503 Service Unavailable | INTERRUPTED
          net/http: TLS handshake timeout | INTERRUPTED
          no space left on device | OTHER
          """)
  void the_engines_words_tell_why(String words, Reason reason) {
    assertThat(ImageRefusal.of("message", words, null).reason()).isEqualTo(reason);
  }
}
