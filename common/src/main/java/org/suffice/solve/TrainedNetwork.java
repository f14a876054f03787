package org.suffice.solve;

import java.util.List;
import org.suffice.read.Schema;

/**
 * A network with what its inputs and targets mean.
 *
 * @param schema of the rows, with the classes that have rows, without levels that no row has; the d
 *     inputs are the features of its encoder
 * @param means for each input what stands for a missing value
 * @param shift for each input what is subtracted of it; 0 where it is as it is
 * @param scale for each what it is then divided by; 1 where it is as it is
 * @param targetShift for each output that is a number what was subtracted of its target; empty
 *     where labels are classes
 * @param targetScale for each what it was then divided by
 * @param fit the network and its parameters
 * @param warnings what is worth a person's attention, one line each
 */
public record TrainedNetwork(
    Schema schema,
    double[] means,
    double[] shift,
    double[] scale,
    double[] targetShift,
    double[] targetScale,
    NetworkFit fit,
    List<String> warnings) {
  /** Copies the warnings. */
  public TrainedNetwork {
    warnings = List.copyOf(warnings);
  }
}
