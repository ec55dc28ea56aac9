package example;

/** So many pieces of something. */
public record Order(String item, int quantity) {}
