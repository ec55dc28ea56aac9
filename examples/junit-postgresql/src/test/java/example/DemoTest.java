package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drydock.junit5.WithContainers;
import dev.drydock.postgresql.Postgres;
import dev.drydock.postgresql.PostgresSpec;
import dev.drydock.runtime.Session;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The same in code instead of fields, told step by step. */
@WithContainers
class DemoTest {

  private final Steps steps = new Steps(System.out);

  @Test
  void a_real_database_for_one_test(Session session) throws Exception {
    Postgres db =
        steps.take(
            "postgres:17 started and ready",
            () -> session.start(PostgresSpec.of("postgres:17").withDatabase("shop")));
    steps.tell("container  " + db.container().name());
    steps.tell("JDBC URL   " + db.jdbcUrl());
    steps.tell("version    " + db.psql("SHOW server_version").stdout().strip());

    OrderRepository orders = new OrderRepository(db.jdbcUrl(), db.username(), db.password());
    steps.run("first connection, table created", orders::createTable);
    Order[] anchors =
        IntStream.rangeClosed(1, 1_000)
            .mapToObj(quantity -> new Order("anchor", quantity))
            .toArray(Order[]::new);
    steps.run("1,000 orders written", () -> orders.save(anchors));
    List<Order> found = steps.take("1,000 orders read", orders::findAll);
    assertEquals(List.of(anchors), found);

    steps.run("container and data removed", db::close);
  }
}
