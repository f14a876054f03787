package org.suffice.jobs.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.suffice.solve.IterationListener;
import org.suffice.solve.SolverState;

/**
 * Iterations of a solver on the console, a line each; of many the first twenty, then every tenth,
 * then every hundredth. Lines wait until iterations have taken half a second: what is over in a
 * moment prints none. Gradient descent prints its cost, the mean loss, every hundred iterations at
 * once.
 *
 * <p>Trainers tell it of the mean over the row weights of loss and penalty.
 */
final class ConsoleIterations implements IterationListener {
  private static final long FIRST_MILLIS = 500;
  private static final int EACH = 20;
  private static final int TENTH = 200;
  private static final int HUNDRED = 100;

  private final PrintStream out;
  private final boolean costs;
  private final LongSupplier clock;
  private final List<String> waiting = new ArrayList<>();
  private long started;
  private int fits;
  private int seen;
  private int lastIteration = Integer.MAX_VALUE;

  /**
   * A listener.
   *
   * @param costs whether only the cost is printed, every hundred iterations
   * @param clock in milliseconds
   */
  ConsoleIterations(PrintStream out, boolean costs, LongSupplier clock) {
    this.out = out;
    this.costs = costs;
    this.clock = clock;
  }

  @Override
  public synchronized void iterated(SolverState state, double value, double gradientNorm) {
    int iteration = state.iteration();
    fits += iteration <= lastIteration ? 1 : 0; // along a path, and for folds, it starts anew
    lastIteration = iteration;
    if (costs) {
      if (iteration % HUNDRED == 0) {
        out.printf(Locale.ROOT, "Cost after iteration %d: %.6f%n", iteration, value);
      }
      return;
    }
    if (seen == 0) {
      started = clock.getAsLong();
    }
    seen++;
    if (!isShown(seen)) {
      return;
    }
    long millis = clock.getAsLong() - started;
    waiting.add(line(iteration, value, gradientNorm, millis));
    if (millis >= FIRST_MILLIS) {
      waiting.forEach(out::println);
      waiting.clear();
    }
  }

  private static boolean isShown(int count) {
    return count <= EACH || count % (count <= TENTH ? 10 : HUNDRED) == 0;
  }

  private String line(int iteration, double value, double gradientNorm, long millis) {
    return String.format(
        Locale.ROOT,
        "%siteration %d: mean loss %.10g, gradient norm %.2e, %.1f s",
        fits > 1 ? "fit " + fits + ", " : "",
        iteration,
        value,
        gradientNorm,
        millis / 1000.0);
  }
}
