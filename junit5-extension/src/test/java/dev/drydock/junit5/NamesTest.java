package dev.drydock.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

  @ParameterizedTest(name = "{0} is reachable as {1}")
  @CsvSource({
    "DB, db",
    "ORDER_DB, order-db",
    "DB2, db2",
    "A__B, a-b",
    "_DB_, db",
    "db, db",
    "orderDb, order-db",
    "orderDB, order-db",
    "db2Main, db2-main",
    "s3Mock, s3-mock",
    "httpURLServer, http-url-server",
    "OrderDb, order-db",
    "order_db, order-db",
  })
  void field_names_become_kebab_case(String field, String alias) {
    assertThat(Names.kebabCase(field)).isEqualTo(alias);
  }

  @Test
  void a_class_is_called_as_the_source_writes_it() {
    assertThat(Names.of(Map.Entry.class)).isEqualTo("Map.Entry");
  }

  @Test
  void a_method_is_called_with_the_types_of_its_parameters() throws NoSuchMethodException {
    assertThat(Names.of(Map.class.getMethod("put", Object.class, Object.class)))
        .isEqualTo("Map.put(Object, Object)");
  }

  @Test
  void a_constructor_is_called_like_its_class() throws NoSuchMethodException {
    assertThat(Names.of(String.class.getConstructor(String.class))).isEqualTo("String(String)");
  }
}
