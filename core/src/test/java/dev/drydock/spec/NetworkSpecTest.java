package dev.drydock.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.model.NetworkRef;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class NetworkSpecTest {

  private static void refused(ThrowingCallable wish, String message) {
    assertThatThrownBy(wish).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void a_subnet_is_an_address_and_a_length() {
    for (String each : new String[] {"172.30.0.0", "172.30.0/24", "x/24", "172.30.0.0/33", "::/"}) {
      refused(
          () -> Subnet.of(each), "subnet must look like 172.30.0.0/24 or fd00:1::/64, was " + each);
    }
  }

  @Test
  void a_subnet_begins_at_its_first_address() {
    refused(
        () -> Subnet.of("172.30.0.1/24"),
        "subnet must begin at the first address of its block, was 172.30.0.1/24");
  }

  @Test
  void a_gateway_is_in_its_subnet() {
    Subnet subnet = Subnet.of("172.30.0.0/24");
    refused(
        () -> subnet.withGateway("172.30.1.1"),
        "gateway must be in its subnet 172.30.0.0/24, was 172.30.1.1");
    refused(
        () -> subnet.withGateway("fd00::1"),
        "gateway must be in its subnet 172.30.0.0/24, was fd00::1");
    refused(
        () -> subnet.withGateway("gateway"),
        "gateway must be an IPv4 or IPv6 address, was gateway");
    assertThat(subnet.withGateway("172.30.0.254").gateway()).isEqualTo("172.30.0.254");
  }

  @Test
  void a_range_and_a_reserved_address_are_in_their_subnet() {
    Subnet subnet = Subnet.of("172.30.0.0/24");
    refused(
        () -> subnet.withRange("172.30.0.0/23"),
        "range must be in its subnet 172.30.0.0/24, was 172.30.0.0/23");
    refused(
        () -> subnet.withReserved("printer", "10.0.0.9"),
        "reserved address must be in its subnet 172.30.0.0/24, was 10.0.0.9");
  }

  @Test
  void a_range_is_a_block_of_addresses() {
    Subnet subnet = Subnet.of("172.30.0.0/24");
    refused(
        () -> subnet.withRange("172.30.0.128"),
        "range of subnet 172.30.0.0/24 must look like 172.30.0.0/24 or fd00:1::/64, was"
            + " 172.30.0.128");
    refused(
        () -> subnet.withRange("172.30.0.1/25"),
        "range of subnet 172.30.0.0/24 must begin at the first address of its block, was"
            + " 172.30.0.1/25");
  }

  @Test
  void a_network_has_a_name_that_engines_take() {
    refused(
        () -> NetworkSpec.of().withName("/net"),
        "network name must be two or more letters, digits, '_', '.' or '-', the first a letter or"
            + " digit, was /net");
  }

  @Test
  void drivers_and_options_are_named() {
    NetworkSpec plain = NetworkSpec.of();
    refused(
        () -> plain.withDriver(" "), "network driver must be one that makes networks, was \" \"");
    refused(() -> plain.withDriverOption("", "1"), "driver option must not be blank, was \"\"");
    refused(() -> plain.withAddressDriver(" "), "address driver must not be blank, was \" \"");
    refused(() -> plain.withAddressOption("", "1"), "address option must not be blank, was \"\"");
  }

  @Test
  void subnets_of_one_network_do_not_overlap() {
    refused(
        () -> NetworkSpec.of().withSubnet("172.30.0.0/16").withSubnet("172.30.9.0/24"),
        "subnets of a network must not overlap, were 172.30.0.0/16 and 172.30.9.0/24");
  }

  @Test
  void a_subnet_of_ipv6_wants_a_network_of_ipv6() {
    refused(
        () -> NetworkSpec.of().withSubnet("fd00:1::/64"),
        "subnet must be of IPv4 unless withIpv6() was said before, was fd00:1::/64");
    assertThat(NetworkSpec.of().withIpv6().withSubnet("fd00:1::/64").subnets()).hasSize(1);
  }

  @Test
  void a_label_of_drydocks_own_is_refused() {
    refused(
        () -> NetworkSpec.of().withLabel("dev.drydock.owner", "me"),
        "label must not begin with dev.drydock, which is Drydock's own, was dev.drydock.owner");
  }

  @Test
  void a_label_has_a_key() {
    refused(() -> NetworkSpec.of().withLabel("", "1"), "label must not be empty, was \"\"");
  }

  @Test
  void a_mode_is_no_driver() {
    refused(
        () -> NetworkSpec.of().withDriver("host"),
        "network driver must be one that makes networks, was \"host\"");
  }

  @Test
  void equal_wishes_are_equal() {
    NetworkSpec spec = NetworkSpec.macvlan().withSubnet("10.9.0.0/24").withInternal();
    assertThat(spec)
        .isEqualTo(NetworkSpec.macvlan().withInternal().withSubnet("10.9.0.0/24"))
        .isNotEqualTo(spec.withoutSubnets())
        .hasToString("macvlan network");
  }

  @Test
  void an_address_on_a_network_is_one() {
    NetworkAttachment attachment = NetworkAttachment.to(new Net("id", "net"));
    for (String each : new String[] {"999.1.1.1", "10.1.2", "10.1.2.256", "db", ""}) {
      refused(
          () -> attachment.withAddress(each), "IPv4 address must look like 10.1.2.3, was " + each);
    }
    for (String each : new String[] {"fd00:x", "fd00:::1", "1:2:3:4:5:6:7:8:9"}) {
      refused(
          () -> attachment.withAddress(each), "IPv6 address must look like fd00::3, was " + each);
    }
    assertThat(attachment.withAddress("10.1.2.255").withAddress("fd00::3"))
        .isEqualTo(
            new NetworkAttachment(attachment.network(), List.of(), "10.1.2.255", "fd00::3", null));
  }

  @Test
  void a_hardware_address_on_a_network_is_that_of_one_interface() {
    NetworkAttachment attachment = NetworkAttachment.to(new Net("id", "net"));
    for (String each : new String[] {"02:42", "02-42-0a-01-02-03", "02:42:0a:01:02:0g", ""}) {
      refused(
          () -> attachment.withMac(each),
          "hardware address must look like 02:42:0a:01:02:03, was " + each);
    }
    refused(
        () -> attachment.withMac("03:42:0a:01:02:03"),
        "hardware address must be that of one interface, so its first byte even, was"
            + " 03:42:0a:01:02:03");
    assertThat(attachment.withMac("02:42:0A:01:02:03").mac()).isEqualTo("02:42:0A:01:02:03");
  }

  @Test
  void an_alias_on_a_network_says_something() {
    Net net = new Net("id", "net");
    refused(
        () -> NetworkAttachment.to(net).withAlias(""), "network alias must not be empty, was \"\"");
    refused(
        () -> ContainerSpec.of("shop:1").withNetwork(net, "shop", " "),
        "network alias must not be empty, was \" \"");
  }

  private record Net(String id, String name) implements NetworkRef {}
}
