package example;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Keeps what the shop sells. */
@Repository
public class ProductRepository {

  private final JdbcTemplate jdbc;

  ProductRepository(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Puts a product on sale, or changes its price. */
  public void save(Product product) {
    jdbc.update(
        """
        INSERT INTO product (name, cents) VALUES (?, ?)
        ON CONFLICT (name) DO UPDATE SET cents = excluded.cents""",
        product.name(),
        product.cents());
  }

  /** What costs at most so much, the cheapest first. */
  public List<Product> findUpTo(int cents) {
    return jdbc.query(
        "SELECT name, cents FROM product WHERE cents <= ? ORDER BY cents",
        (row, number) -> new Product(row.getString("name"), row.getInt("cents")),
        cents);
  }
}
