package org.suffice.statistic;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.suffice.block.Block;

/**
 * Which fold of a cross-validation a row belongs to: a function of the row and the seed alone, so
 * that no partitioning changes it.
 *
 * @param kind what decides
 * @param folds how many there are; of no meaning for a column of folds
 * @param seed of the assignment; of no meaning for a column of folds
 * @param kept the position, among the texts kept beside a row, of the column that decides; -1 for
 *     the row itself
 */
public record FoldRule(Kind kind, int folds, long seed, int kept) implements Serializable {
  /** What decides. */
  public enum Kind {
    /** The id of the row: folds of about equal size. */
    ROW,
    /** The text of a column: rows of equal text go to one fold, of {@code folds}. */
    GROUP,
    /** The text of a column names the fold. */
    COLUMN
  }

  /** By the id of each row. */
  public static FoldRule ofRows(int folds, long seed) {
    return new FoldRule(Kind.ROW, folds, seed, -1);
  }

  /** Checks the numbers. */
  public FoldRule {
    if (kind != Kind.COLUMN && folds < 2) {
      throw new IllegalArgumentException("expected two folds or more, found " + folds);
    }
  }

  /** The fold of a row, from 0 on, for all kinds but a column of folds. */
  public int fold(Block block, int row) {
    long hash =
        kind == Kind.ROW
            ? shuffled(seed, block.file(), block.rowIds()[row])
            : hash(seed, text(block, row));
    return (int) Long.remainderUnsigned(hash, folds);
  }

  /** The text of the column that decides. */
  public String text(Block block, int row) {
    String[] texts = block.kept();
    int perRow = texts.length / Math.max(1, block.numRows());
    return texts[row * perRow + kept];
  }

  private static long hash(long seed, String text) {
    long hash = seed;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = mix(hash, b);
    }
    return mix(hash, 1 << 9);
  }

  /** A number of a row that looks random: orders rows for folds of equal size. */
  public static long shuffled(long seed, int file, long rowId) {
    return mix(mix(seed, file), rowId);
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) on a running state. */
  private static long mix(long state, long value) {
    long z = (state ^ value) + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
