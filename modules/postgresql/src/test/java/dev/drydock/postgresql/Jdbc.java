package dev.drydock.postgresql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the tests do by JDBC. */
final class Jdbc {

  private Jdbc() {}

  static Connection connect(Postgres db) throws SQLException {
    return DriverManager.getConnection(db.jdbcUrl(), db.username(), db.password());
  }

  /** Runs statements, on a connection of their own. */
  static void run(Postgres db, String sql) throws SQLException {
    try (Connection connection = connect(db);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of the first row, on a connection of its own. */
  static String ask(Postgres db, String sql) throws SQLException {
    try (Connection connection = connect(db);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
