package org.suffice.statistic;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A row that the model misses by far.
 *
 * @param file the position of the row's file among the sorted input files
 * @param rowId what stands for the row in its file, see {@link org.suffice.block.Block#rowIds}
 * @param residual label − prediction; not finite where the prediction is not
 */
public record LargeResidual(int file, long rowId, double label, double prediction, double residual)
    implements Serializable {
  /** The largest first; of equal ones the first row. */
  static final Comparator<LargeResidual> ORDER =
      Comparator.comparingDouble((LargeResidual row) -> -size(row.residual))
          .thenComparingInt(LargeResidual::file)
          .thenComparingLong(LargeResidual::rowId);

  /** |residual|, what is no number counting as infinite. */
  static double size(double residual) {
    return Double.isNaN(residual) ? Double.POSITIVE_INFINITY : Math.abs(residual);
  }
}
