package org.suffice.jobs.read;

import java.io.Serializable;
import java.util.Locale;
import org.suffice.Failure;
import org.suffice.read.RowAccount;
import org.suffice.read.Text;

/**
 * How many rows may be unusable before the run fails.
 *
 * @param rows the most of them, or -1
 * @param percent the largest share of the rows read, or -1
 */
public record BadRows(long rows, double percent) implements Serializable {
  /** None. */
  public static final BadRows FAIL = new BadRows(0, -1);

  /** Reads {@code fail}, a count, or a percentage such as {@code 1%}. */
  public static BadRows parse(String text) {
    String value = text.strip().toLowerCase(Locale.ROOT);
    if (value.equals("fail")) {
      return FAIL;
    }
    if (value.matches("[0-9]{1,18}")) {
      return new BadRows(Long.parseLong(value), -1);
    }
    if (value.matches("[0-9]{1,3}(\\.[0-9]{1,9})?\\s*%")) {
      double percent = Double.parseDouble(value.replaceAll("\\s*%$", ""));
      if (percent <= 100) {
        return new BadRows(-1, percent);
      }
    }
    throw Failure.usage(
        "data.bad-rows: expected fail, a number of rows, or a percentage such as 1%, found "
            + Text.show(text));
  }

  /** After how many rejected rows of one split reading may stop. */
  public long stopAfter() {
    return percent >= 0 ? Long.MAX_VALUE : rows + 1;
  }

  /** Whether what was rejected is within the budget. */
  boolean covers(RowAccount account) {
    return percent >= 0
        ? account.rejected() <= percent / 100 * account.read()
        : account.rejected() <= rows;
  }

  /** The budget in words. */
  @Override
  public String toString() {
    return percent >= 0 ? percent + "%" : rows == 0 ? "fail" : Long.toString(rows);
  }
}
