package org.suffice.solve;

/** Placeholder until the solvers come. */
public record Penalty(Type type, Convention convention, double l1Ratio) {
  /** Types. */
  public enum Type {
    NONE,
    RIDGE,
    LASSO,
    ELASTIC_NET
  }

  /** Conventions. */
  public enum Convention {
    SUFFICE,
    SKLEARN,
    GLMNET
  }
}
