package org.suffice.jobs.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.suffice.train.SupportVectorMachine;

/** Rounds of a solver on the console: one line a second at most, none for what is soon over. */
final class ConsoleRounds implements SupportVectorMachine.Listener {
  private static final long INTERVAL_MILLIS = 1000;

  private final PrintStream out;
  private final LongSupplier clock;
  private final long started;
  private long shown;

  ConsoleRounds(PrintStream out, LongSupplier clock) {
    this.out = out;
    this.clock = clock;
    this.started = clock.getAsLong();
    this.shown = started;
  }

  @Override
  public synchronized void tell(String text) {
    long now = clock.getAsLong();
    if (now - shown >= INTERVAL_MILLIS) {
      shown = now;
      out.printf(Locale.ROOT, "%s, %.1f s%n", text, (now - started) / 1000.0);
    }
  }
}
