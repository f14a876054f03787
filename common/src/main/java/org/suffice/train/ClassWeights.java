package org.suffice.train;

import java.util.List;
import java.util.Map;
import org.suffice.Failure;
import org.suffice.read.Text;

/**
 * How much more the rows of some classes weigh.
 *
 * @param balanced whether each class weighs the same in all: n/(c·n_k) for each row of class k
 * @param given by class; those not named weigh 1
 */
public record ClassWeights(boolean balanced, Map<String, Double> given) {
  /** Every row weighs its own weight. */
  public static final ClassWeights NONE = new ClassWeights(false, Map.of());

  /** Each class weighs the same in all. */
  public static final ClassWeights BALANCED = new ClassWeights(true, Map.of());

  /** Checks the numbers. */
  public ClassWeights {
    given = Map.copyOf(given);
    given.forEach(
        (name, weight) -> {
          if (!(weight > 0) || Double.isInfinite(weight)) {
            throw Failure.usage(
                "class-weights: " + Text.show(name) + " must be above 0, found " + weight);
          }
        });
  }

  /** Weights by class. */
  public static ClassWeights of(Map<String, Double> weights) {
    return new ClassWeights(false, weights);
  }

  /**
   * The factor of each class.
   *
   * @param classes their names
   * @param weights Σω of each, above 0
   * @return null where every factor is 1
   */
  public double[] of(List<String> classes, double[] weights) {
    for (String name : given.keySet()) {
      if (!classes.contains(name)) {
        throw Failure.usage(
            "class-weights: there is no class " + Text.show(name) + Text.suggest(name, classes));
      }
    }
    if (!balanced && given.isEmpty()) {
      return null;
    }
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    double[] factors = new double[weights.length];
    for (int k = 0; k < factors.length; k++) {
      factors[k] =
          balanced
              ? total / (weights.length * weights[k])
              : given.getOrDefault(classes.get(k), 1.0);
    }
    return factors;
  }
}
