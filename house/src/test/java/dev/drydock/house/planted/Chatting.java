package dev.drydock.house.planted;

/** Breaks: only the command line writes to the console. */
final class Chatting {
  private Chatting() {}

  static void out() {
    System.out.println("out");
  }

  static void err() {
    System.err.println("err");
  }

  static void trace() {
    new IllegalStateException().printStackTrace();
  }
}
