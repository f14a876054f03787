package org.suffice.network;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** First weights from a seed, the same on every machine. */
final class RandomStart {
  /** A generator whose sequence its algorithm fixes. */
  private static final RandomGeneratorFactory<RandomGenerator> GENERATOR =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private RandomStart() {}

  /** Weights in the order of the layers; biases 0. */
  static double[] of(Network network, Start kind, long seed) {
    RandomGenerator random = GENERATOR.create(seed);
    double[] parameters = new double[network.numParameters()];
    for (int layer = 1; layer <= network.numLayers(); layer++) {
      int inputs = network.size(layer - 1);
      int outputs = network.size(layer);
      boolean rectifier =
          layer < network.numLayers() && network.activations().get(layer - 1).isRectifier();
      boolean he = kind == Start.HE || (kind == Start.AUTO && rectifier);
      double half = Math.sqrt(6.0 / ((double) inputs + outputs));
      double deviation = Math.sqrt(2.0 / inputs);
      int from = network.weightOffset(layer);
      int to = network.biasOffset(layer);
      for (int i = from; i < to; i++) {
        parameters[i] = he ? deviation * normal(random) : half * (2 * random.nextDouble() - 1);
      }
    }
    return parameters;
  }

  /**
   * A standard normal number by the polar method (Marsaglia and Bray, "A convenient method for
   * generating normal variables", SIAM Review 6, 1964), with functions that are the same on every
   * machine.
   */
  private static double normal(RandomGenerator random) {
    while (true) {
      double u = 2 * random.nextDouble() - 1;
      double v = 2 * random.nextDouble() - 1;
      double s = u * u + v * v;
      if (s > 0 && s < 1) {
        return u * Math.sqrt(-2 * StrictMath.log(s) / s);
      }
    }
  }
}
