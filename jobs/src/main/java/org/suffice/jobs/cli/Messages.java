package org.suffice.jobs.cli;

import java.util.List;
import java.util.Map;
import org.suffice.model.TrainingRecord;

/** Lines for a person, on the stream that is not the result. */
final class Messages {
  private Messages() {}

  /** Prints warnings, one a line. */
  static void warn(Console console, List<String> warnings) {
    warnings.forEach(warning -> console.err().println("Warning: " + warning));
  }

  /** What became of rows that were not used, as the end of a sentence. */
  private static String leftOut(Map<String, Long> rows) {
    String text = "";
    if (rows.get("missingDropped") > 0) {
      text += ", " + rows.get("missingDropped") + " with missing values left out";
    }
    if (rows.get("rejected") > 0) {
      text += ", " + rows.get("rejected") + " bad rows left out";
    }
    if (rows.get("zeroWeight") > 0) {
      text += ", " + rows.get("zeroWeight") + " of weight zero";
    }
    return text;
  }

  /** Says what became of the rows of a training, where its model is and how long it took. */
  static void trained(Console console, TrainingRecord record, String model) {
    Map<String, Long> rows = record.account();
    console
        .err()
        .printf(
            "%,d rows read, %,d used%s; model in %s (%s s)%n",
            rows.get("read"),
            rows.get("used"),
            leftOut(rows),
            model,
            record.provenance().get("seconds"));
  }
}
