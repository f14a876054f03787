package org.suffice.read;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.suffice.Failure;

/** One row given as text by column name, which has no file and no line. */
final class TextRow {
  private TextRow() {}

  /** What {@link FeatureEncoder#encode} does. */
  static double[] encode(FeatureEncoder encoder, Map<String, String> row) {
    double[] values = new double[encoder.numFeatures()];
    for (int c = 0; c < encoder.numColumns(); c++) {
      String name = encoder.columnName(c);
      String text = row.get(name);
      if (text == null) {
        throw Failure.data("column " + Text.show(name) + " is missing in the row");
      }
      String problem = store(encoder, c, text.getBytes(StandardCharsets.UTF_8), values);
      if (problem != null) {
        throw Failure.data("column " + Text.show(name) + ": " + Text.show(text) + " " + problem);
      }
    }
    for (int i = 0; i < encoder.numInteractions(); i++) {
      if (!encoder.storeInteraction(i, values, 0)) {
        throw Failure.data(
            "the product "
                + Text.show(encoder.interactionName(i))
                + " is beyond the range of a double");
      }
    }
    return values;
  }

  /** Stores one cell; returns what is wrong with it, null where nothing is. */
  private static String store(FeatureEncoder encoder, int column, byte[] bytes, double[] values) {
    switch (encoder.kind(column)) {
      case CATEGORICAL -> {
        int level = encoder.levels(column).indexOf(bytes, 0, bytes.length);
        if (level < 0) {
          return "is a level that training did not see";
        }
        values[encoder.firstSlot(column) + level] = 1;
      }
      case DATE -> {
        long seconds = Timestamps.parse(bytes, 0, bytes.length);
        if (seconds == Timestamps.NONE) {
          return "is not a date";
        }
        encoder.storeDate(column, seconds, values, 0);
      }
      default -> {
        double value = Numbers.parse(bytes, 0, bytes.length);
        if (!Double.isFinite(value)) {
          return "is not a finite number";
        }
        if (!encoder.storeNumber(column, value, values, 0)) {
          return "has a power beyond the range of a double";
        }
      }
    }
    return null;
  }
}
