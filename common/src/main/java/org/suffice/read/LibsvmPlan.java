package org.suffice.read;

/**
 * How LIBSVM lines are read: {@code label index:value index:value … # comment}, indexes from 1
 * unless they are said to start at 0.
 *
 * @param numFeatures the largest index; entries beyond it are ignored (a model reads new data)
 * @param zeroBased whether the first index is 0
 * @param needLabel false to predict: a label is then skipped unread
 * @param rows where values go in dense rows; null for sparse rows of the entries as they are
 * @param classes of the label, or null where it is a number
 */
public record LibsvmPlan(
    int numFeatures, boolean zeroBased, boolean needLabel, RowPlan rows, ClassIndex classes)
    implements RowParser.Factory {
  private static final long serialVersionUID = 1L;

  /** Sparse rows of the entries as they are. */
  public LibsvmPlan(int numFeatures, boolean zeroBased, boolean needLabel) {
    this(numFeatures, zeroBased, needLabel, null, null);
  }

  /** The name of the feature with an index as written. */
  public static String featureName(int index) {
    return "f" + index;
  }

  @Override
  public RowParser newParser() {
    return rows == null ? new LibsvmRowParser(this) : new EncodedLibsvmParser(this);
  }

  @Override
  public String expectedHeader() {
    return null;
  }
}
