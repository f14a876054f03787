package org.suffice.jobs.read;

/** What the label of a row is. */
public enum Task {
  /** A number. */
  REGRESSION,
  /** One of some classes. */
  CLASSIFICATION
}
