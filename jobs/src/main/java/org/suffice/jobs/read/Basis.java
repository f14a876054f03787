package org.suffice.jobs.read;

import java.util.Optional;
import java.util.OptionalDouble;
import org.suffice.Failure;
import org.suffice.read.Column;
import org.suffice.read.Fourier;
import org.suffice.read.LevelSets;
import org.suffice.read.Text;

/**
 * What the configuration says of the features of one numeric column.
 *
 * @param degree its powers 1 … degree are features; 0 where sines and cosines stand for the number
 * @param harmonics the number of its sines, and of its cosines; 0 for none
 * @param period of the first harmonic; empty for the range of the data
 */
public record Basis(int degree, int harmonics, OptionalDouble period) {
  /** The number alone. */
  static final Basis NONE = new Basis(1, 0, OptionalDouble.empty());

  /** Whether the period comes from the data. */
  public boolean needsRange() {
    return harmonics > 0 && period.isEmpty();
  }

  /** The column to scan for its range: its number and the powers that a row must have. */
  Column columnToScan(String name) {
    return Column.powers(name, Math.max(1, degree));
  }

  /**
   * The column of the model.
   *
   * @param ranges looked at where the period comes from the data
   * @throws Failure when the range is no period
   */
  Column column(String name, LevelSets ranges) {
    return Column.basis(
        name,
        degree,
        harmonics == 0
            ? Optional.empty()
            : Optional.of(new Fourier(harmonics, period.orElseGet(() -> range(name, ranges)))));
  }

  private static double range(String name, LevelSets ranges) {
    double least = ranges.least(name);
    double largest = ranges.largest(name);
    if (least > largest) {
      return 1; // no row can be used: the pass tells
    }
    double range = largest - least;
    if (!Fourier.isPeriod(range)) {
      throw Failure.data(
          "features.basis: column "
              + Text.show(name)
              + (range == 0
                  ? " holds one value, " + least + ","
                  : " ranges from " + least + " to " + largest + ",")
              + " which gives no period; set one with period=");
    }
    return range;
  }
}
