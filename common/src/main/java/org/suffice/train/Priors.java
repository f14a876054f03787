package org.suffice.train;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.suffice.Failure;
import org.suffice.read.Text;

/**
 * How probable each class is before a row is seen.
 *
 * @param kind where the numbers come from
 * @param given by class, with {@link Kind#GIVEN}
 */
public record Priors(Kind kind, Map<String, Double> given) {
  /** Where the numbers come from. */
  public enum Kind {
    /** The shares of the rows, by weight. */
    EMPIRICAL,
    /** The same for all. */
    UNIFORM,
    /** The user. */
    GIVEN
  }

  /** The shares of the rows. */
  public static final Priors EMPIRICAL = new Priors(Kind.EMPIRICAL, Map.of());

  /** The same for all. */
  public static final Priors UNIFORM = new Priors(Kind.UNIFORM, Map.of());

  /** How far given ones may be from a sum of 1: thirds, as people write them. */
  private static final double SLACK = 1e-6;

  /** Copies and checks. */
  public Priors {
    given = Map.copyOf(given);
    double sum = 0;
    for (Map.Entry<String, Double> entry : new TreeMap<>(given).entrySet()) {
      if (!(entry.getValue() > 0 && entry.getValue() < 1)) {
        throw Failure.usage(
            "discriminant.priors: class "
                + Text.show(entry.getKey())
                + " needs a number between 0 and 1, found "
                + entry.getValue());
      }
      sum += entry.getValue();
    }
    if (kind == Kind.GIVEN && !(Math.abs(sum - 1) <= SLACK)) {
      throw Failure.usage("discriminant.priors must sum to 1, found a sum of " + sum);
    }
  }

  /** Probabilities by class. */
  public static Priors of(Map<String, Double> given) {
    return new Priors(Kind.GIVEN, given);
  }

  /**
   * One for each class; null for the shares of the rows.
   *
   * @param classes those that have rows
   * @throws Failure when the classes given are others
   */
  double[] of(List<String> classes) {
    double[] priors = new double[classes.size()];
    double sum = 0;
    for (int k = 0; k < priors.length; k++) {
      Double prior = kind == Kind.UNIFORM ? Double.valueOf(1) : given.get(classes.get(k));
      if (kind == Kind.EMPIRICAL) {
        return null;
      }
      if (prior == null) {
        throw Failure.usage(
            "discriminant.priors has no number for class " + Text.show(classes.get(k)));
      }
      priors[k] = prior;
      sum += prior;
    }
    for (String name : new TreeMap<>(given).keySet()) {
      if (!classes.contains(name)) {
        throw Failure.usage(
            "discriminant.priors: no row has class "
                + Text.show(name)
                + Text.suggest(name, classes));
      }
    }
    for (int k = 0; k < priors.length; k++) {
      priors[k] /= sum;
    }
    return priors;
  }
}
