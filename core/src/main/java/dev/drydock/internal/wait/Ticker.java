package dev.drydock.internal.wait;

/** Time as the loop knows it, so that tests can bring their own. */
interface Ticker {

  /** The real time. */
  Ticker REAL =
      new Ticker() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void pause(Signal signal, long nanos) throws InterruptedException {
          signal.await(nanos);
        }
      };

  /** Nanoseconds since some moment. */
  long nanos();

  /** Lets so much time pass, or less if a signal is given. */
  void pause(Signal signal, long nanos) throws InterruptedException;
}
