package org.suffice.solve;

import java.util.Arrays;

/**
 * Coefficients that the data and the penalty do not determine: a column that is a combination of
 * others and that nothing penalises. It holds positions; who knows the names of the columns says
 * them.
 */
public final class DependentColumnsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int column;
  private final int[] others;

  DependentColumnsException(String where, int column, int[] others) {
    super(
        where
            + ": column "
            + column
            + (others.length == 0
                ? " does not vary"
                : " is a combination of columns " + Arrays.toString(others)));
    this.column = column;
    this.others = others;
  }

  /** The position of the first column, from left to right, that those before it explain. */
  public int column() {
    return column;
  }

  /** The positions of the columns that it is made of; empty where it is constant or zero. */
  public int[] others() {
    return others.clone();
  }
}
