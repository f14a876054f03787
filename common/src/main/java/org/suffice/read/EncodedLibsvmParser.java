package org.suffice.read;

/**
 * A line of LIBSVM to a dense row: for features with bases and interactions, where what stands for
 * an absent entry, a number 0, need not be 0 (a cosine is 1).
 */
final class EncodedLibsvmParser implements RowParser {
  private final LibsvmRowParser entries;
  private final RowPlan rows;
  private final double[] zeros;
  private final Row sparse = new Row();

  EncodedLibsvmParser(LibsvmPlan plan) {
    this.entries = new LibsvmRowParser(plan);
    this.rows = plan.rows();
    FeatureEncoder encoder = rows.encoder();
    this.zeros = new double[encoder.width()];
    for (int c = 0; c < encoder.numColumns(); c++) {
      encoder.storeNumber(c, 0, zeros, 0);
    }
  }

  @Override
  public boolean isSparse() {
    return false;
  }

  @Override
  public int numFeatures() {
    return zeros.length;
  }

  @Override
  public Outcome parse(byte[] line, int from, int to, Row row) {
    rows.begin(row);
    sparse.account = row.account;
    Outcome outcome = entries.parse(line, from, to, sparse);
    if (outcome != Outcome.USED) {
      return row.reject(sparse.reason, sparse.column, sparse.detail);
    }
    row.label = sparse.label;
    System.arraycopy(zeros, 0, row.values, row.offset, zeros.length);
    for (int e = 0; e < sparse.size; e++) {
      double value = sparse.values[e];
      outcome = rows.number(row, sparse.indices[e], value, () -> Double.toString(value));
      if (outcome == Outcome.REJECTED) {
        return outcome;
      }
    }
    return rows.end(row, false);
  }
}
