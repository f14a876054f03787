package org.suffice.solve;

import java.util.Locale;

/**
 * How the learning rate changes from epoch to epoch, as a factor of the first rate.
 *
 * @param kind the shape
 * @param decay of {@link Kind#INVERSE_TIME} and above 0; of {@link Kind#EXPONENTIAL} and {@link
 *     Kind#STEP} above 0 and at most 1; of no meaning otherwise
 * @param every epochs between two drops of {@link Kind#STEP}; of no meaning otherwise
 */
public record Schedule(Kind kind, double decay, int every) {
  /** The shapes. */
  public enum Kind {
    /** 1. */
    CONSTANT,
    /** 1/(1 + decay·e) in epoch e = 0, 1, 2 … */
    INVERSE_TIME,
    /** decayᵉ. */
    EXPONENTIAL,
    /** decay^⌊e/every⌋. */
    STEP,
    /**
     * ½(1 + cos(πe/epochs)) (Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm
     * restarts", ICLR 2017, eq. 5, without restarts).
     */
    COSINE;

    /** Its name in a configuration. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The same rate always. */
  public static final Schedule CONSTANT = new Schedule(Kind.CONSTANT, 0, 0);

  /** Checks the numbers. */
  public Schedule {
    boolean good =
        switch (kind) {
          case CONSTANT, COSINE -> true;
          case INVERSE_TIME -> decay > 0 && Double.isFinite(decay);
          case EXPONENTIAL -> decay > 0 && decay <= 1;
          case STEP -> decay > 0 && decay <= 1 && every >= 1;
        };
    if (!good) {
      throw new IllegalArgumentException(
          "schedule " + kind.key() + ": found decay " + decay + " and every " + every);
    }
  }

  /**
   * The factor in an epoch, the same on every machine.
   *
   * @param epoch from 0 on
   * @param epochs that are to be made
   */
  public double factor(int epoch, int epochs) {
    return switch (kind) {
      case CONSTANT -> 1;
      case INVERSE_TIME -> 1 / (1 + decay * epoch);
      case EXPONENTIAL -> StrictMath.pow(decay, epoch);
      case STEP -> StrictMath.pow(decay, Math.floorDiv(epoch, every));
      case COSINE -> (1 + StrictMath.cos(Math.PI * epoch / epochs)) / 2;
    };
  }
}
