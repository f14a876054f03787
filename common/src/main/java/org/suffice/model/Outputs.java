package org.suffice.model;

import java.io.Serializable;
import java.util.List;
import org.suffice.block.Block;

/** What a model says of each row: numbers under names. */
public interface Outputs extends Serializable {
  /** The names, m of them. */
  List<String> names();

  /**
   * Computes them for every row.
   *
   * @param block not modified
   * @param out n×m row-major, overwritten; may be longer
   */
  void compute(Block block, double[] out);
}
