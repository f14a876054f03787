package org.suffice.solve;

/**
 * A covariance matrix without an inverse. It holds positions; who knows the names of columns and
 * classes says them.
 */
public final class SingularCovarianceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int classPosition;
  private final int column;
  private final int[] others;

  SingularCovarianceException(int classPosition, int column, int[] others) {
    super("covariance of class " + classPosition + ": column " + column);
    this.classPosition = classPosition;
    this.column = column;
    this.others = others;
  }

  /** The class whose covariance it is; -1 for that of all classes. */
  public int classPosition() {
    return classPosition;
  }

  /** The first column, from left to right, that those before it explain. */
  public int column() {
    return column;
  }

  /** The columns that it is a combination of; empty where it is constant. */
  public int[] others() {
    return others.clone();
  }
}
