package dev.drydock.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.internal.docker.ReferencePage;
import dev.drydock.model.NetworkRef;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.model.VolumeRef;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.Healthcheck;
import dev.drydock.spec.Mount;
import dev.drydock.spec.NetworkAttachment;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the reference says to need a newer API is refused on an older one. */
class SinceTest {

  private static final Pattern SINCE = Pattern.compile("1\\.(\\d\\d)\\b.*");
  private static final ContainerSpec SHOP = ContainerSpec.of("shop:1.4");

  private record Net(String id, String name) implements NetworkRef {}

  private record Vol(String name) implements VolumeRef {}

  private static final Map<String, ContainerSpec> WISHES =
      Map.of(
          "ContainerSpec.withPlatform",
          SHOP.withPlatform("linux/amd64"),
          "Healthcheck.withStartInterval",
          SHOP.withHealthcheck(Healthcheck.shell("true").withStartInterval(Duration.ofSeconds(1))),
          "Namespaces.withHostCgroups",
          SHOP.withNamespaces(n -> n.withHostCgroups()),
          "Namespaces.withPrivateCgroups",
          SHOP.withNamespaces(n -> n.withPrivateCgroups()),
          "NetworkAttachment.withMac",
          SHOP.withNetwork(new Net("1", "first"))
              .withNetwork(
                  NetworkAttachment.to(new Net("2", "second")).withMac("02:42:0a:d5:4e:14")),
          "VolumeMount.withSubpath",
          SHOP.withMount(Mount.volume(new Vol("v"), "/v").withSubpath("s")),
          "Mount.image",
          SHOP.withMount(Mount.image("base:1", "/i")),
          "ImageMount.withSubpath",
          SHOP.withMount(Mount.image("base:1", "/i").withSubpath("s")));

  private static Map<String, Integer> told() {
    Map<String, Integer> told = new TreeMap<>();
    for (ReferencePage page : ReferencePage.all()) {
      for (ReferencePage.Row row : page.rows()) {
        Matcher since = SINCE.matcher(row.note());
        if (!row.leftOut() && since.matches()) {
          row.words().forEach(each -> told.put(each, Integer.valueOf(since.group(1))));
        }
      }
    }
    return told;
  }

  private static ContainerPlanner at(int minor) {
    return PlanTest.planner("docker", "linux", "1." + minor, ImageNaming.none(), false);
  }

  @Test
  void an_engine_older_than_the_reference_says_is_refused_and_that_one_is_not() {
    assertThat(told().keySet()).isEqualTo(WISHES.keySet());
    told()
        .forEach(
            (word, minor) -> {
              ContainerSpec wish = WISHES.get(word);
              assertThatThrownBy(() -> at(minor - 1).plan(wish, "n", Map.of()))
                  .as(word)
                  .isInstanceOf(UnsupportedWishException.class)
                  .hasMessageContaining("Engine API 1." + minor);
              assertThat(at(minor).plan(wish, "n", Map.of()).name()).isEqualTo("n");
            });
  }
}
