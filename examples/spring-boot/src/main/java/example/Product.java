package example;

/** Something the shop sells. */
public record Product(String name, int cents) {}
