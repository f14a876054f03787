package org.suffice.read;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of every row: read = used + missing-dropped + rejected + zero-weight. It travels
 * inside the blocks and the statistics, because a counter beside them counts a retried task twice.
 * The first rejections are kept in the order of the data, whatever the order of arrival.
 */
public final class RowAccount implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many rejections are kept for the report. */
  public static final int SHOWN = 20;

  /** Things worth a warning that do not make a row unusable, counted. */
  public enum Note {
    /** Values replaced by the mean of their column. */
    MEAN_FOR_MISSING(
        "missing value replaced by the mean of its column",
        "missing values replaced by the mean of their column"),
    /** Levels that training did not see. */
    UNSEEN_LEVEL("level that training did not see", "levels that training did not see"),
    /** A number that is not zero, read as zero. */
    UNDERFLOW(
        "number too small for a double, read as 0", "numbers too small for a double, read as 0"),
    /** Whole numbers above 2^53. */
    INEXACT(
        "whole number above 2^53, not exact in a double: an identifier?",
        "whole numbers above 2^53, not exact in a double: identifiers?"),
    /** LIBSVM rows whose indexes were not ascending. */
    UNSORTED("row with indexes out of order, sorted", "rows with indexes out of order, sorted"),
    /** qid: entries of LIBSVM rows. */
    QID("qid entry, ignored", "qid entries, ignored"),
    /** LIBSVM entries beyond the features of the model. */
    BEYOND_MODEL(
        "entry of a feature that the model does not have, ignored",
        "entries of features that the model does not have, ignored"),
    /** Blank lines. */
    BLANK_LINE("blank line, skipped", "blank lines, skipped");

    private final String one;
    private final String many;

    Note(String one, String many) {
      this.one = one;
      this.many = many;
    }

    /** How often it is, and what, for a message. */
    public String text(long count) {
      return count + " " + (count == 1 ? one : many);
    }
  }

  private final long[] notes = new long[Note.values().length];
  private final long[] reasons = new long[Rejection.Reason.values().length];
  private long used;
  private long missingDropped;
  private long zeroWeight;
  private long rejected;
  private final ArrayList<Rejection> first = new ArrayList<>();

  /** An account of counts alone. */
  public static RowAccount of(long used, long missingDropped, long rejected, long zeroWeight) {
    RowAccount account = new RowAccount();
    account.used = used;
    account.missingDropped = missingDropped;
    account.rejected = rejected;
    account.zeroWeight = zeroWeight;
    return account;
  }

  /** Takes away the counts of rows that were added; the rejections that are kept stay. */
  public void subtract(RowAccount other) {
    used -= other.used;
    missingDropped -= other.missingDropped;
    rejected -= other.rejected;
    zeroWeight -= other.zeroWeight;
    for (int i = 0; i < notes.length; i++) {
      notes[i] -= other.notes[i];
    }
    for (int i = 0; i < reasons.length; i++) {
      reasons[i] -= other.reasons[i];
    }
    first.removeAll(other.first);
  }

  /** Counts rows that go into the computation. */
  public void addUsed(long rows) {
    used += rows;
  }

  /** Counts a row left out because a value is missing. */
  public void addMissingDropped() {
    missingDropped++;
  }

  /** Counts a row of weight zero. */
  public void addZeroWeight() {
    zeroWeight++;
  }

  /** Counts a rejected row and keeps it when it is among the first. */
  public void addRejected(Rejection rejection) {
    rejected++;
    reasons[rejection.reason().ordinal()]++;
    if (first.size() < SHOWN) {
      first.add(rejection);
    }
  }

  /** Adds the counts of rows that follow these; {@code other} is not modified. */
  public void merge(RowAccount other) {
    if (other == this) {
      throw new IllegalArgumentException("account merged with itself");
    }
    used += other.used;
    missingDropped += other.missingDropped;
    zeroWeight += other.zeroWeight;
    rejected += other.rejected;
    for (int i = 0; i < notes.length; i++) {
      notes[i] += other.notes[i];
    }
    for (int i = 0; i < reasons.length; i++) {
      reasons[i] += other.reasons[i];
    }
    for (Rejection rejection : other.first) {
      if (first.size() < SHOWN) {
        first.add(rejection);
      }
    }
  }

  /** Counts something worth a warning. */
  public void note(Note note, long count) {
    notes[note.ordinal()] += count;
  }

  /** How often something worth a warning was seen. */
  public long count(Note note) {
    return notes[note.ordinal()];
  }

  /** How many rows were rejected for a reason. */
  public long count(Rejection.Reason reason) {
    return reasons[reason.ordinal()];
  }

  /** Rows read: all of them, blank lines and headers apart. */
  public long read() {
    return used + missingDropped + zeroWeight + rejected;
  }

  /** Rows that went into the computation. */
  public long used() {
    return used;
  }

  /** Rows left out because a value is missing. */
  public long missingDropped() {
    return missingDropped;
  }

  /** Rows of weight zero. */
  public long zeroWeight() {
    return zeroWeight;
  }

  /** Rows that could not be read. */
  public long rejected() {
    return rejected;
  }

  /** The first rejections, in the order of the data. */
  public List<Rejection> rejections() {
    return List.copyOf(first);
  }
}
