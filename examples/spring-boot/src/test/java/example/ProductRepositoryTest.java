package example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.junit5.From;
import dev.drydock.junit5.Start;
import dev.drydock.junit5.WithContainers;
import dev.drydock.postgresql.Postgres;
import dev.drydock.postgresql.PostgresSpec;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

// docs: spring
@WithContainers
@SpringBootTest
class ProductRepositoryTest {

  @Start static final PostgresSpec DB = PostgresSpec.of("postgres:17").withDatabase("shop");

  @From static Postgres db;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    registry.add("spring.datasource.url", db::jdbcUrl);
    registry.add("spring.datasource.username", db::username);
    registry.add("spring.datasource.password", db::password);
  }

  @Autowired private ProductRepository products;

  @Test
  void a_new_price_replaces_the_old_one() {
    products.save(new Product("rope", 900));
    products.save(new Product("anchor", 12_000));
    products.save(new Product("anchor", 9_900));

    assertThat(products.findUpTo(10_000))
        .containsExactly(new Product("rope", 900), new Product("anchor", 9_900));
  }
}
// docs: end
