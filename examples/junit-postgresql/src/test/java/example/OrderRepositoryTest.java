package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.drydock.junit5.From;
import dev.drydock.junit5.Start;
import dev.drydock.junit5.WithContainers;
import dev.drydock.postgresql.Postgres;
import dev.drydock.postgresql.PostgresSpec;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

// docs: test
@WithContainers
class OrderRepositoryTest {

  @Start static final PostgresSpec DB = PostgresSpec.of("postgres:17").withDatabase("shop");

  static OrderRepository orders;

  @BeforeAll
  static void connect(@From Postgres db) throws SQLException {
    orders = new OrderRepository(db.jdbcUrl(), db.username(), db.password());
    orders.createTable();
  }

  @Test
  void saves_an_order() throws SQLException {
    orders.save(new Order("anchor", 2));

    assertEquals(List.of(new Order("anchor", 2)), orders.findAll());
  }

  @Test
  void refuses_an_order_of_nothing() {
    assertThrows(SQLException.class, () -> orders.save(new Order("anchor", 0)));
  }
}
// docs: end
