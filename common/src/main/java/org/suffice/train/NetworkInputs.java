package org.suffice.train;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.block.NetworkRows;
import org.suffice.pass.Blocks;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.solve.TrainedNetwork;
import org.suffice.statistic.ColumnMoments;

/**
 * Which slots of the data are the d inputs of a network, and what is made of them.
 *
 * @param schema of the model
 * @param slots for each input its slot
 * @param indicators for each the slot that is 1 where it is missing, or -1
 * @param means for each what stands for a missing value
 * @param shift for each what is subtracted
 * @param scale for each what it is then divided by
 */
record NetworkInputs(
    Schema schema, int[] slots, int[] indicators, double[] means, double[] shift, double[] scale) {
  /** As the data are: all levels that occur, numbers as z scores if that is wanted. */
  static NetworkInputs of(
      Blocks rows,
      ColumnMoments moments,
      Schema schema,
      FeatureEncoder encoder,
      boolean standardize) {
    FittedSlots slots = new FittedSlots(schema, encoder, moments::mean);
    int d = slots.numFeatures();
    if (d == 0) {
      throw Failure.usage("there are no features for a network to see; see data.features");
    }
    LogisticProblem.Features features =
        LogisticProblem.Features.of(rows, moments, slots, encoder.width());
    double[] shift = new double[d];
    double[] scale = new double[d];
    Arrays.fill(scale, 1);
    for (int j = 0; standardize && j < d; j++) {
      double deviation = Math.sqrt(features.squares()[j] / moments.sumWeights());
      shift[j] = features.means()[j];
      scale[j] = deviation > 0 ? deviation : 1; // a constant says nothing: it becomes 0
    }
    return new NetworkInputs(
        slots.schema(),
        IntStream.range(0, d).map(slots::slot).toArray(),
        IntStream.range(0, d).map(slots::indicator).toArray(),
        features.means(),
        shift,
        scale);
  }

  /** As a network has them already, which is one of the same features. */
  static NetworkInputs of(TrainedNetwork start, FeatureEncoder encoder) {
    int[] slots = IntStream.range(0, encoder.numFeatures()).toArray();
    int[] indicators = IntStream.of(slots).map(encoder::indicatorOfSlot).toArray();
    return new NetworkInputs(
        start.schema(), slots, indicators, start.means(), start.shift(), start.scale());
  }

  /** Where the values of a network's row are: inputs, and labels after the first. */
  NetworkRows.Layout layout(FeatureEncoder encoder, int labels) {
    int d = slots.length;
    int columns = d + Math.max(0, labels - 1);
    int[] all = Arrays.copyOf(slots, columns);
    int[] missing = Arrays.copyOf(indicators, columns);
    for (int t = 1; t < labels; t++) {
      all[d + t - 1] = encoder.labelSlot(t);
      missing[d + t - 1] = -1;
    }
    return new NetworkRows.Layout(encoder.width(), all, missing, Arrays.copyOf(means, columns));
  }

  /** What is made of them, and of targets that are numbers. */
  NetworkRows.Scaling scaling(double[] targetShift, double[] targetScale) {
    int d = slots.length;
    int more = Math.max(0, targetShift.length - 1);
    double[] shifts = Arrays.copyOf(shift, d + more);
    double[] scales = Arrays.copyOf(scale, d + more);
    if (more > 0) {
      System.arraycopy(targetShift, 1, shifts, d, more);
      System.arraycopy(targetScale, 1, scales, d, more);
    }
    boolean shifted = Arrays.stream(shifts).anyMatch(value -> value != 0);
    boolean scaled = Arrays.stream(scales).anyMatch(value -> value != 1);
    return new NetworkRows.Scaling(
        shifted ? shifts : null,
        scaled ? scales : null,
        targetShift.length == 0 ? 0 : targetShift[0],
        targetScale.length == 0 ? 1 : targetScale[0]);
  }
}
