package example;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Keeps orders in PostgreSQL: what the tests are about. */
public final class OrderRepository {

  private final String url;
  private final String user;
  private final String password;

  public OrderRepository(String url, String user, String password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  public void createTable() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE orders (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            item text NOT NULL,
            quantity int NOT NULL CHECK (quantity > 0)
          )""");
    }
  }

  public void save(Order... orders) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO orders (item, quantity) VALUES (?, ?)")) {
      for (Order order : orders) {
        insert.setString(1, order.item());
        insert.setInt(2, order.quantity());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  public List<Order> findAll() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT item, quantity FROM orders ORDER BY id")) {
      List<Order> orders = new ArrayList<>();
      while (rows.next()) {
        orders.add(new Order(rows.getString("item"), rows.getInt("quantity")));
      }
      return orders;
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }
}
