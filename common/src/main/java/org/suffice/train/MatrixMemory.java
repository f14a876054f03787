package org.suffice.train;

import java.util.Locale;
import org.suffice.Failure;

/** Refuses matrices of p² numbers that the heap cannot hold, before the data are read. */
final class MatrixMemory {
  /** Beyond this an array of p² has more places than Java counts. */
  private static final int MOST_FEATURES = 46_000;

  private MatrixMemory() {}

  /**
   * Checks that there is room.
   *
   * @param features the p of which the user knows
   * @param wider how many times p the matrices have
   * @param matrices how many of them a run holds at a time
   * @param what has the features, such as classes; may be empty
   * @param settings the need of which is told
   * @param remedies that come after more memory and fewer columns, each with its comma
   * @throws Failure when there is not
   */
  static void require(
      long features, int wider, double matrices, String what, String settings, String remedies) {
    long heap = Runtime.getRuntime().maxMemory();
    long fitting = (long) (Math.sqrt(heap / 8.0 / matrices) / wider) - 2;
    long most = Math.max(0, Math.min(MOST_FEATURES / wider, fitting));
    if (features > most) {
      double size = (double) wider * features;
      throw Failure.usage(
          String.format(
              Locale.ROOT,
              "%s%,d features need %,.0f MiB for matrices of p² numbers, and this heap of %,d MiB"
                  + " has room for %,d features with %s: give the driver more memory, leave columns"
                  + " out with data.ignore%s",
              what,
              features,
              Math.floor(8 * matrices * size * size / (1 << 20)),
              heap >> 20,
              most,
              settings,
              remedies));
    }
  }
}
