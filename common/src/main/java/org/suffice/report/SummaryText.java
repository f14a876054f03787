package org.suffice.report;

import java.util.List;
import java.util.Locale;
import org.suffice.model.TrainingRecord;
import org.suffice.read.Schema;
import org.suffice.read.Text;

/** What summaries for a terminal have in common. */
final class SummaryText {
  private static final int MOST_WIDTH = 40;

  private SummaryText() {}

  /** How wide a column of these texts is; longer ones than forty letters are cut there. */
  static int width(List<String> texts, int least) {
    int width = least;
    for (String each : texts) {
      String text = Text.clean(each);
      width = Math.max(width, text.codePointCount(0, text.length()));
    }
    return Math.min(width, MOST_WIDTH);
  }

  /** How many columns a model is of. */
  static String columns(Schema schema) {
    int count = schema.features().size();
    return String.format(Locale.ROOT, "%,d column%s", count, count == 1 ? "" : "s");
  }

  /** The warnings of a run, a line each. */
  static void appendWarnings(StringBuilder out, TrainingRecord record) {
    for (String warning : record.warnings()) {
      out.append("Warning: ").append(Text.escape(warning)).append('\n');
    }
  }
}
