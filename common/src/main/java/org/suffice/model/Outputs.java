package org.suffice.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.suffice.block.Block;
import org.suffice.statistic.ClassScorer;
import org.suffice.statistic.Scorer;

/**
 * What a model says of each row: numbers under names. The first is the prediction; where there are
 * classes it is the position of one of them, and is written as its name.
 */
public interface Outputs extends Serializable {
  /** What the names of the probabilities of classes start with, before the name of the class. */
  String PROBABILITY = "probability_";

  /** The names, m of them. */
  List<String> names();

  /** The names of the classes; empty where the prediction is a number. */
  default List<String> classes() {
    return List.of();
  }

  /**
   * The names where each class has a probability: {@code prediction}, {@code probability_<class>}.
   *
   * @param classes in the order of their positions
   */
  static List<String> withProbabilities(List<String> classes) {
    List<String> names = new ArrayList<>();
    names.add("prediction");
    classes.forEach(name -> names.add(PROBABILITY + name));
    return List.copyOf(names);
  }

  /** One output alone, for metrics of regressions. */
  default Scorer column(int output) {
    int width = names().size();
    return (block, predictions) -> {
      double[] all = new double[block.numRows() * width];
      compute(block, all);
      for (int i = 0; i < block.numRows(); i++) {
        predictions[i] = all[i * width + output];
      }
    };
  }

  /** Whether an output is a whole number below 2^53, and written as one. */
  default boolean isWhole(int output) {
    return false;
  }

  /**
   * What metrics ask of predictions of classes. Models that know the logarithms of probabilities
   * give those instead.
   */
  default ClassScorer scorer() {
    return new OutputScorer(this);
  }

  /**
   * Computes them for every row; threads may share one instance.
   *
   * @param block not modified
   * @param out n×m row-major, overwritten; may be longer
   */
  void compute(Block block, double[] out);
}
