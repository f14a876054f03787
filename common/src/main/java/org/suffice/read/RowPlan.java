package org.suffice.read;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * What becomes of the typed values of a row, whatever format they come from: where numbers, levels
 * and dates are stored, and what is done about missing values and unseen levels. Parsers find the
 * values; this puts them into the {@link Row}.
 */
public final class RowPlan implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What a missing value in a feature does to its row. */
  public enum Missing {
    /** The row is rejected. */
    ERROR,
    /** The row is left out and counted. */
    DROP,
    /** The mean of the column stands for it. */
    MEAN
  }

  /** What a level that training did not see does to its row. */
  public enum UnseenLevel {
    /** The row is rejected. */
    ERROR,
    /**
     * It counts as the level named {@code other} where there is one, else as none of the levels.
     */
    OTHER,
    /** It counts as a missing value. */
    MISSING
  }

  private final FeatureEncoder encoder;
  private final Missing missing;
  private final UnseenLevel unseen;
  private final double[] means;
  private final ClassIndex classes;
  private final int[] otherLevel;
  private final boolean seesAbsent;

  /**
   * A plan.
   *
   * @param means what stands for a missing value in each of the d slots, or null while the means
   *     are learnt: the indicators of the encoder are then set instead
   */
  public RowPlan(FeatureEncoder encoder, Missing missing, UnseenLevel unseen, double[] means) {
    this(encoder, missing, unseen, means, null);
  }

  /**
   * A plan of rows with classes.
   *
   * @param means as above
   * @param classes of the label, or null where labels are numbers
   */
  public RowPlan(
      FeatureEncoder encoder,
      Missing missing,
      UnseenLevel unseen,
      double[] means,
      ClassIndex classes) {
    this.classes = classes;
    this.encoder = encoder;
    this.missing = missing;
    this.unseen = unseen;
    this.means = means == null ? null : means.clone();
    this.seesAbsent = missing == Missing.MEAN && encoder.numInteractions() > 0;
    this.otherLevel = new int[encoder.numColumns()];
    byte[] other = {'o', 't', 'h', 'e', 'r'};
    for (int c = 0; c < otherLevel.length; c++) {
      otherLevel[c] = encoder.isCategorical(c) ? encoder.levels(c).indexOf(other, 0, 5) : -1;
    }
  }

  /** Where columns go. */
  public FeatureEncoder encoder() {
    return encoder;
  }

  /** What a missing value does to its row. */
  public Missing missing() {
    return missing;
  }

  /** Prepares a dense row: indicators and further labels 0. */
  public void begin(Row row) {
    if (seesAbsent) {
      if (row.absent.length != encoder.numColumns()) {
        row.absent = new boolean[encoder.numColumns()];
      } else if (row.missing > 0) {
        Arrays.fill(row.absent, false);
      }
    }
    row.weight = 1;
    row.missing = 0;
    int features = encoder.numFeatures();
    for (int slot = features; slot < encoder.width(); slot++) {
      row.values[row.offset + slot] = 0;
    }
  }

  /**
   * Stores a finite number.
   *
   * @param shown the number as text, ready to print; asked for only when the row is rejected
   */
  public RowParser.Outcome number(Row row, int column, double value, Supplier<String> shown) {
    return encoder.storeNumber(column, value, row.values, row.offset)
        ? RowParser.Outcome.USED
        : row.reject(
            Rejection.Reason.OUT_OF_RANGE,
            encoder.columnName(column),
            "a power of " + shown.get() + " is beyond the range of a double");
  }

  /** Stores a date. */
  public void date(Row row, int column, long seconds) {
    encoder.storeDate(column, seconds, row.values, row.offset);
  }

  /**
   * Stores a level.
   *
   * @param level its position, or -1 for one that training did not see
   * @param shown the level as text, ready to print; asked for only when the row is rejected
   */
  public RowParser.Outcome level(Row row, int column, int level, Supplier<String> shown) {
    int first = row.offset + encoder.firstSlot(column);
    Arrays.fill(row.values, first, first + encoder.numSlots(column), 0);
    if (level < 0) {
      switch (unseen) {
        case ERROR -> {
          return row.reject(
              Rejection.Reason.UNSEEN_LEVEL,
              encoder.columnName(column),
              "level "
                  + shown.get()
                  + " was not in training; data.unseen-level=other or missing accepts it");
        }
        case MISSING -> {
          row.account.note(RowAccount.Note.UNSEEN_LEVEL, 1);
          return missing(row, column, "");
        }
        default -> {
          row.account.note(RowAccount.Note.UNSEEN_LEVEL, 1);
          level = otherLevel[column];
        }
      }
    }
    if (level >= 0) {
      row.values[first + level] = 1;
    }
    return RowParser.Outcome.USED;
  }

  /**
   * Deals with a missing value.
   *
   * @param shown how it was written, ready to print, or empty
   */
  public RowParser.Outcome missing(Row row, int column, String shown) {
    row.missing++;
    switch (missing) {
      case ERROR -> {
        boolean named = !encoder.columnName(column).isEmpty();
        return row.reject(
            Rejection.Reason.MISSING,
            encoder.columnName(column),
            (named ? "the value" : "the value of the column without a name")
                + " is missing"
                + shown
                + (named ? "" : "; data.ignore=[\"\"] leaves the column out")
                + "; data.missing=drop leaves such rows out, mean puts the mean in its place");
      }
      case DROP -> {
        return RowParser.Outcome.MISSING_DROPPED;
      }
      default -> {
        int first = row.offset + encoder.firstSlot(column);
        int slots = encoder.numSlots(column);
        if (seesAbsent) {
          row.absent[column] = true;
        }
        if (means != null) {
          System.arraycopy(means, encoder.firstSlot(column), row.values, first, slots);
        } else {
          Arrays.fill(row.values, first, first + slots, 0);
          row.values[row.offset + encoder.indicatorSlot(column)] = 1;
        }
        row.account.note(RowAccount.Note.MEAN_FOR_MISSING, 1);
        return RowParser.Outcome.USED;
      }
    }
  }

  /**
   * Stores a label.
   *
   * @param label its position among the labels
   */
  public void label(Row row, int label, double value) {
    if (label == 0) {
      row.label = value;
    } else {
      row.values[row.offset + encoder.labelSlot(label)] = value;
    }
  }

  /** The classes of the label, or null where labels are numbers. */
  public ClassIndex classes() {
    return classes;
  }

  /**
   * Stores the class of a row.
   *
   * @param position of the class, or -1 for one that training did not see
   * @param column the name of the label
   * @param shown the class as text, ready to print; asked for only when the row is rejected
   */
  public RowParser.Outcome classLabel(
      Row row, int position, String column, Supplier<String> shown) {
    return storeClass(row, classes.known(position), column, shown);
  }

  /** The same without a plan, for rows that are entries as they are. */
  static RowParser.Outcome storeClass(
      Row row, int position, String column, Supplier<String> shown) {
    if (position < 0) {
      return row.reject(
          Rejection.Reason.UNSEEN_CLASS,
          column,
          "class " + shown.get() + " was not in training; data.bad-rows leaves such rows out");
    }
    row.label = position;
    return RowParser.Outcome.USED;
  }

  /** Stores a weight. */
  public RowParser.Outcome weight(Row row, double value, String column) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      return row.reject(
          Rejection.Reason.WEIGHT, column, "the weight " + value + " is not 0 or more");
    }
    row.weight = value;
    return RowParser.Outcome.USED;
  }

  /** Deals with a missing label, which is never replaced. */
  public RowParser.Outcome missingLabel(Row row, String column, String shown) {
    return missing == Missing.DROP
        ? RowParser.Outcome.MISSING_DROPPED
        : row.reject(
            Rejection.Reason.MISSING_LABEL,
            column,
            "the label is missing"
                + shown
                + (missing == Missing.MEAN
                    ? "; a label is not replaced: data.bad-rows=N lets so many such rows be left out"
                    : "; data.missing=drop leaves such rows out"));
  }

  /** The outcome of a row whose every value was stored. */
  public RowParser.Outcome end(Row row, boolean dropped) {
    if (dropped) {
      return RowParser.Outcome.MISSING_DROPPED;
    }
    if (row.missing > 0 && row.missing == encoder.numColumns()) {
      return row.reject(
          Rejection.Reason.MISSING,
          "",
          "every feature is missing; data.missing=drop leaves such rows out");
    }
    for (int i = 0; i < encoder.numInteractions(); i++) {
      if (row.missing > 0 && encoder.isAbsent(i, row.absent)) {
        absentProduct(row, i);
      } else if (!encoder.storeInteraction(i, row.values, row.offset)) {
        return row.reject(
            Rejection.Reason.OUT_OF_RANGE,
            encoder.interactionName(i),
            "the product is beyond the range of a double");
      }
    }
    return row.weight == 0 ? RowParser.Outcome.ZERO_WEIGHT : RowParser.Outcome.USED;
  }

  /** The mean of a product, which is not the product of the means, for one that is missing. */
  private void absentProduct(Row row, int interaction) {
    int slot = encoder.interactionSlot(interaction);
    int slots = encoder.numInteractionSlots(interaction);
    if (means != null) {
      System.arraycopy(means, slot, row.values, row.offset + slot, slots);
    } else {
      Arrays.fill(row.values, row.offset + slot, row.offset + slot + slots, 0);
      row.values[row.offset + encoder.interactionIndicator(interaction)] = 1;
    }
  }
}
