package org.suffice.jobs.read;

/** What the label of a row is. */
public enum Task {
  /** A number. */
  REGRESSION,
  /** One of two or more classes. */
  CLASSIFICATION,
  /** A class, in data that are a part of more and may have one class alone. */
  PART_OF_CLASSIFICATION;

  /** Whether labels are classes. */
  boolean hasClasses() {
    return this != REGRESSION;
  }

  /** How many classes there must be where there are any. */
  int leastClasses() {
    return this == CLASSIFICATION ? 2 : 1;
  }
}
