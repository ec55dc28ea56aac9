package dev.drydock.junit5;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class FieldHoldersTest {

  record Equal() {}

  static Object field;

  private final FieldHolders holders = new FieldHolders();

  @Test
  void a_static_field_is_not_given_to_two() throws NoSuchFieldException {
    holders.take(field(), null, "OrderTest");
    assertThatThrownBy(() -> holders.take(field(), null, "CartTest"))
        .isInstanceOf(Refusal.class)
        .hasMessage(
            """
            FieldHoldersTest.field cannot hold two handles at the same time.
              Holder:     OrderTest
              Wanted by:  CartTest
              Hint:       ask in an instance field or by a parameter, or run them one after another with @Execution(SAME_THREAD)""");
  }

  @Test
  void a_field_of_one_instance_is_not_given_to_two() throws NoSuchFieldException {
    holders.take(field(), this, "a test of OrderTest");
    assertThatThrownBy(() -> holders.take(field(), this, "another test of OrderTest"))
        .isInstanceOf(Refusal.class)
        .hasMessage(
            """
            FieldHoldersTest.field cannot hold two handles at the same time.
              Holder:     a test of OrderTest
              Wanted by:  another test of OrderTest
              Hint:       ask by a parameter, or run them one after another with @Execution(SAME_THREAD)""");
  }

  @Test
  void instances_that_are_equal_are_two() throws NoSuchFieldException {
    holders.take(field(), new Equal(), "one test");
    assertThatCode(() -> holders.take(field(), new Equal(), "another")).doesNotThrowAnyException();
  }

  @Test
  void one_after_another_may_have_it() throws NoSuchFieldException {
    holders.take(field(), null, "OrderTest");
    holders.release("OrderTest");
    assertThatCode(() -> holders.take(field(), null, "CartTest")).doesNotThrowAnyException();
  }

  private static Field field() throws NoSuchFieldException {
    return FieldHoldersTest.class.getDeclaredField("field");
  }
}
