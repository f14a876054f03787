package org.suffice.jobs.cli;

import java.util.List;
import java.util.Map;

/** Lines for a person, on the stream that is not the result. */
final class Messages {
  private Messages() {}

  /** Prints warnings, one a line. */
  static void warn(Console console, List<String> warnings) {
    warnings.forEach(warning -> console.err().println("Warning: " + warning));
  }

  /** What became of rows that were not used, as the end of a sentence. */
  static String leftOut(Map<String, Long> rows) {
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
}
