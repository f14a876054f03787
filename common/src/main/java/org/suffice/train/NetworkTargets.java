package org.suffice.train;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.read.Schema;
import org.suffice.read.Text;
import org.suffice.solve.TrainedNetwork;
import org.suffice.statistic.ColumnMoments;
import org.suffice.statistic.NetworkMoments;

/** What the labels of rows are to a network. */
final class NetworkTargets {
  private NetworkTargets() {}

  /**
   * Numbers as a network sees them.
   *
   * @param shift for each target what is subtracted; none where labels are classes
   * @param scale for each what it is then divided by
   * @param centre for each its mean, so shifted and scaled
   */
  record Numbers(double[] shift, double[] scale, double[] centre) {
    /** As they are. */
    static Numbers plain(NetworkMoments look, int labels) {
      double[] scale = new double[labels];
      Arrays.fill(scale, 1);
      return of(look, new double[labels], scale);
    }

    /** As a network has them already. */
    static Numbers of(NetworkMoments look, TrainedNetwork start) {
      return of(look, start.targetShift(), start.targetScale());
    }

    /** As z scores. */
    static Numbers standardized(NetworkMoments look, Schema schema, int labels) {
      double[] shift = new double[labels];
      double[] scale = new double[labels];
      for (int t = 0; t < labels; t++) {
        double square = look.labelSquares(t);
        shift[t] = look.labelMean(t);
        if (!Double.isFinite(square) || !Double.isFinite(shift[t])) {
          throw Failure.data(
              "label "
                  + Text.show(schema.labels().get(t))
                  + ": its values are so large that their squares leave the range of a double;"
                  + " divide it by a power of ten");
        }
        double deviation = Math.sqrt(square / look.slots().sumWeights());
        scale[t] = deviation > 0 ? deviation : 1;
      }
      return of(look, shift, scale);
    }

    private static Numbers of(NetworkMoments look, double[] shift, double[] scale) {
      double[] centre =
          IntStream.range(0, shift.length)
              .mapToDouble(t -> (look.labelMean(t) - shift[t]) / scale[t])
              .toArray();
      return new Numbers(shift, scale, centre);
    }
  }

  /**
   * Classes as a network sees them.
   *
   * @param positions for each class of the data its output, -1 where it has no rows; null where
   *     labels are numbers
   * @param weights for each output what row weights are multiplied with; null for 1
   */
  record Classes(double[] positions, double[] weights) {
    /**
     * The classes that have rows.
     *
     * @param schema of the data
     * @param names of the outputs, those of all classes that have rows among them
     * @throws Failure when a weight is given for a class that has no rows
     */
    static Classes of(
        ClassWeights classWeights, ColumnMoments moments, Schema schema, List<String> names) {
      if (!schema.hasClasses()) {
        return new Classes(null, null);
      }
      int[] present = present(moments);
      double[] positions = new double[schema.classes().size()];
      Arrays.fill(positions, -1);
      for (int k : present) {
        positions[k] = names.indexOf(schema.classes().get(k));
      }
      double[] own = Arrays.stream(present).mapToDouble(k -> moments.classWeights()[k]).toArray();
      double[] found = classWeights.of(names(schema, present), own);
      double[] weights = found == null ? null : new double[names.size()];
      for (int i = 0; found != null && i < present.length; i++) {
        weights[(int) positions[present[i]]] = found[i];
      }
      return new Classes(positions, weights);
    }
  }

  /** The classes that have rows. */
  static int[] present(ColumnMoments moments) {
    long[] rows = moments.classRows();
    return IntStream.range(0, rows.length).filter(k -> rows[k] > 0).toArray();
  }

  /** Their names. */
  static List<String> names(Schema schema, int[] present) {
    return Arrays.stream(present).mapToObj(schema.classes()::get).toList();
  }
}
