package org.suffice.model;

import java.io.Serializable;
import java.util.List;
import org.suffice.block.Block;

/**
 * What a model says of each row: numbers under names. The first is the prediction; where there are
 * classes it is the position of one of them, and is written as its name.
 */
public interface Outputs extends Serializable {
  /** The names, m of them. */
  List<String> names();

  /** The names of the classes; empty where the prediction is a number. */
  default List<String> classes() {
    return List.of();
  }

  /**
   * Computes them for every row.
   *
   * @param block not modified
   * @param out n×m row-major, overwritten; may be longer
   */
  void compute(Block block, double[] out);
}
