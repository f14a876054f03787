package org.suffice.statistic;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import org.suffice.linalg.ExactSum;

/**
 * How many rows of a class were taken for a class, and their weight: exact sums, so that any cut of
 * the rows gives the same. Only pairs of classes that occur take room.
 */
final class ConfusionCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int numClasses;
  private final TreeMap<Long, Cell> cells = new TreeMap<>();

  private static final class Cell implements Serializable {
    private static final long serialVersionUID = 1L;

    private long rows;

    /** Rows of weight 1, which most are. */
    private long units;

    /** The weight of the others, null where there are none. */
    private ExactSum others;

    void add(double weight) {
      rows++;
      if (weight == 1) {
        units++;
      } else {
        others().add(ExactSum.significand(weight), ExactSum.exponent(weight));
      }
    }

    private ExactSum others() {
      others = others == null ? new ExactSum() : others;
      return others;
    }

    void add(Cell other) {
      rows += other.rows;
      units += other.units;
      if (other.others != null) {
        others().add(other.others);
      }
    }

    BigInteger weight() {
      BigInteger whole = BigInteger.valueOf(units).shiftLeft(-ExactSum.unit());
      return others == null ? whole : whole.add(others.value());
    }
  }

  ConfusionCounts(int numClasses) {
    this.numClasses = numClasses;
  }

  /**
   * Counts a row.
   *
   * @param actual its class; the number of classes for one that is none of them
   */
  void add(int actual, int predicted, double weight) {
    cell((long) actual * numClasses + predicted).add(weight);
  }

  private Cell cell(long at) {
    return cells.computeIfAbsent(at, key -> new Cell());
  }

  /** Adds other counts, which are not modified. */
  void add(ConfusionCounts other) {
    other.cells.forEach((at, cell) -> cell(at).add(cell));
  }

  /** How many rows of a class were taken for a class. */
  long rows(int actual, int predicted) {
    Cell cell = cells.get((long) actual * numClasses + predicted);
    return cell == null ? 0 : cell.rows;
  }

  /** Their weight, in units of 2^{@link ExactSum#unit}. */
  BigInteger weight(int actual, int predicted) {
    Cell cell = cells.get((long) actual * numClasses + predicted);
    return cell == null ? BigInteger.ZERO : cell.weight();
  }

  /** Whether a row has another weight than 1. */
  boolean isWeighted() {
    return cells.values().stream().anyMatch(cell -> cell.rows > cell.units);
  }

  /** Looks at a pair of classes that occurs. */
  @FunctionalInterface
  interface Visitor {
    void visit(int actual, int predicted, long rows, BigInteger weight);
  }

  /** Shows the pairs of classes that occur, in their order. */
  void forEach(Visitor visitor) {
    for (Map.Entry<Long, Cell> entry : cells.entrySet()) {
      visitor.visit(
          (int) (entry.getKey() / numClasses),
          (int) (entry.getKey() % numClasses),
          entry.getValue().rows,
          entry.getValue().weight());
    }
  }
}
