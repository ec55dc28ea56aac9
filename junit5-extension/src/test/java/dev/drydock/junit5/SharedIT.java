package dev.drydock.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.runtime.Container;
import dev.drydock.runtime.Environment;
import dev.drydock.runtime.Group;
import dev.drydock.runtime.GroupMember;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import org.junit.jupiter.api.Test;

// docs: environment
record Site(Container pages, Container browser) {}

final class SiteEnvironment implements Environment<Site> {

  @Override
  public Site start(Session session) {
    GroupMember<Container> pages =
        GroupMember.of("pages", ContainerSpec.of("nginx:1.27").withPort(80));
    GroupMember<Container> browser =
        GroupMember.of("browser", ContainerSpec.of("busybox:1").withCommand("sleep", "1000"));
    Group site = session.startAll(pages, browser);
    return new Site(site.get(pages), site.get(browser));
  }
}

// docs: end

// docs: shared
@WithContainers
class SharedIT {

  @Shared(SiteEnvironment.class)
  static Site site;

  @Test
  void serves() {
    assertThat(site.browser().exec("wget", "-O", "-", "http://pages/").exitCode()).isZero();
  }
}

@WithContainers
class AlsoSharedIT {

  @Test
  void is_the_same(@Shared(SiteEnvironment.class) Site site) {
    assertThat(site.pages().state().isAlive()).isTrue();
  }
}
// docs: end
