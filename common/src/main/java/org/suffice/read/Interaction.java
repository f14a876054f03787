package org.suffice.read;

/**
 * The product of two columns as features: of two numbers one, of a number and a category one for
 * each level, of two categories one for each pair of levels.
 *
 * @param first the name of a column
 * @param second the name of another
 */
public record Interaction(String first, String second) {
  /** Checks that there are two columns. */
  public Interaction {
    if (first.equals(second)) {
      throw new IllegalArgumentException("an interaction of " + first + " with itself");
    }
  }

  /** For instance {@code a:b}. */
  public String name() {
    return first + ":" + second;
  }

  /** Whether the same two columns interact, in whichever order. */
  public boolean isSamePair(Interaction other) {
    return equals(other) || first.equals(other.second) && second.equals(other.first);
  }
}
