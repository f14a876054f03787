package org.suffice.jobs.cli;

import java.io.PrintStream;
import java.util.Locale;
import org.suffice.pass.Progress;

/**
 * Progress of long work on the console: one line that is rewritten on a terminal, a line every ten
 * seconds elsewhere; nothing for work that is over in a moment.
 */
final class ConsoleProgress implements Progress {
  private static final long FIRST_MILLIS = 500;

  private final PrintStream out;
  private final boolean terminal;
  private final long intervalMillis;

  private String what = "";
  private int partitions;
  private int done;
  private long started;
  private long shown;
  private boolean printed;

  ConsoleProgress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
    this.intervalMillis = terminal ? 200 : 10_000;
  }

  @Override
  public synchronized void start(String name, int count) {
    what = name;
    partitions = count;
    done = 0;
    started = System.currentTimeMillis();
    shown = started + (terminal ? FIRST_MILLIS - intervalMillis : 0);
    printed = false;
  }

  @Override
  public synchronized void partitionDone() {
    done = Math.min(partitions, done + 1);
    long now = System.currentTimeMillis();
    if (now - shown >= intervalMillis) {
      shown = now;
      print(now);
    }
  }

  @Override
  public synchronized void end() {
    if (printed) {
      print(System.currentTimeMillis());
      if (terminal) {
        out.println();
      }
      printed = false;
    }
  }

  private void print(long now) {
    printed = true;
    String line =
        String.format(
            Locale.ROOT,
            "%s: %d of %d partitions (%d %%), %.1f s",
            what,
            done,
            partitions,
            100L * done / Math.max(1, partitions),
            (now - started) / 1000.0);
    if (terminal) {
      out.print("\r" + line + " ".repeat(8));
      out.flush();
    } else {
      out.println(line);
    }
  }
}
