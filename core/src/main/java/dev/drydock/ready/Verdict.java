package dev.drydock.ready;

/** What one look at a container found. */
public sealed interface Verdict {

  /** The condition holds. */
  static Verdict ready() {
    return Ready.INSTANCE;
  }

  /** The condition does not hold yet; {@code why} is quoted if time runs out. */
  static Verdict notYet(String why) {
    return new NotYet(why);
  }

  /** The condition can no longer come to hold; the wait ends at once with {@code why}. */
  static Verdict never(String why) {
    return new Never(why);
  }

  /** The condition holds. */
  enum Ready implements Verdict {
    /** The one value. */
    INSTANCE
  }

  /**
   * The condition does not hold yet.
   *
   * @param why what was seen instead, in a few words
   */
  record NotYet(String why) implements Verdict {}

  /**
   * The condition can no longer come to hold.
   *
   * @param why what makes it impossible, in a few words
   */
  record Never(String why) implements Verdict {}
}
