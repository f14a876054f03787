package org.suffice.read;

/**
 * How LIBSVM lines are read: {@code label index:value index:value … # comment}, indexes from 1.
 *
 * @param numFeatures the largest index; entries beyond it are ignored (a model reads new data)
 * @param needLabel false to predict: a label is then skipped unread
 */
public record LibsvmPlan(int numFeatures, boolean needLabel) implements RowParser.Factory {
  private static final long serialVersionUID = 1L;

  /** The name of the feature with a 1-based index. */
  public static String featureName(int index) {
    return "f" + index;
  }

  @Override
  public RowParser newParser() {
    return new LibsvmRowParser(this);
  }

  @Override
  public String expectedHeader() {
    return null;
  }
}
