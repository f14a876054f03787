package org.suffice.statistic;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.suffice.block.Block;
import org.suffice.read.DerivedSlots;
import org.suffice.read.RowAccount;

/**
 * One Gram statistic for each class: counts, means and cross products, from which follow linear and
 * quadratic discriminants for any priors and any shrinkage. The label of a block is the position of
 * its row's class; a class takes memory from its first row on.
 *
 * <p>The Gram of a class has the label 0 throughout, so that nothing in it depends on which
 * position its class has: classes can be given other positions without touching a sum.
 *
 * @param <S> the statistic of a class
 */
public final class ClassGrams<S extends Statistic<S>> implements Statistic<ClassGrams<S>> {
  private static final long serialVersionUID = 1L;

  /** What rows that wait for their class's statistic may take in a partition. */
  private static final long BATCH_BYTES = 64L << 20;

  /** Fewer rows than this are not worth a call of BLAS. */
  private static final int LEAST_BATCH = 32;

  /** Sums of this size are all that is kept: nothing beside them that makes adding faster. */
  private static final long ADDING_BYTES = 256L << 20;

  private final S zero;
  private final int width;
  private final int numClasses;
  private final boolean squares;
  private final TreeMap<Integer, S> parts = new TreeMap<>();
  private final RowAccount account = new RowAccount();
  private transient RowBatch[] batches;

  private ClassGrams(S zero, int width, int numClasses, boolean squares) {
    if (numClasses < 1) {
      throw new IllegalArgumentException("expected classes, found c=" + numClasses);
    }
    this.zero = zero;
    this.width = width;
    this.numClasses = numClasses;
    this.squares = squares;
  }

  /**
   * An empty statistic with exact sums.
   *
   * @param width the number of values of a row
   * @param derived the slots that are products of others
   * @param numClasses c, the number of classes that labels may stand for
   * @param squares whether the squares of the values are features too, behind the values: what the
   *     shrinkage of Ledoit and Wolf needs, at four times the cost. Those of plain values are
   *     formed without rounding.
   */
  public static ClassGrams<ExactGramStatistic> exact(
      int width, DerivedSlots derived, int numClasses, boolean squares) {
    ExactGramStatistic zero =
        squares
            ? new ExactGramStatistic(2 * width, withSquares(width, derived))
            : new ExactGramStatistic(width, derived);
    return new ClassGrams<>(zero, width, numClasses, squares);
  }

  /** An empty statistic with sums of doubles; see {@link #exact}. */
  public static ClassGrams<GramStatistic> fast(int width, int numClasses, boolean squares) {
    GramStatistic zero = new GramStatistic(squares ? 2 * width : width);
    return new ClassGrams<>(zero, width, numClasses, squares);
  }

  private static DerivedSlots withSquares(int width, DerivedSlots derived) {
    int[] left = IntStream.generate(() -> -1).limit(2L * width).toArray();
    int[] right = left.clone();
    for (int slot : derived.slots()) {
      left[slot] = derived.left(slot);
      right[slot] = derived.right(slot);
    }
    for (int slot = 0; slot < width; slot++) {
      if (left[slot] < 0) {
        left[width + slot] = slot;
        right[width + slot] = slot;
      }
    }
    return new DerivedSlots(left, right);
  }

  @Override
  public ClassGrams<S> fresh() {
    return new ClassGrams<>(zero, width, numClasses, squares);
  }

  @Override
  public long sizeInBytes() {
    return numClasses * zero.sizeInBytes();
  }

  @Override
  public void add(Block block) {
    if (block.numFeatures() != width) {
      throw new IllegalArgumentException(
          "class Grams: expected d=" + width + ", found d=" + block.numFeatures());
    }
    account.merge(block.account());
    if (batches == null) {
      batches = new RowBatch[numClasses];
    }
    for (int i = 0; i < block.numRows(); i++) {
      batch(block.labels()[i]).append(block, i, 0);
    }
  }

  private RowBatch batch(double label) {
    int k = (int) label;
    if (k != label || k < 0 || k >= numClasses) {
      throw new IllegalArgumentException(
          "class Grams: expected a position below c=" + numClasses + ", found " + label);
    }
    if (batches[k] == null) {
      long row = 8L * Math.max(1, squares ? 2 * width : width);
      long fitting = BATCH_BYTES / (row * numClasses);
      int capacity = (int) Math.max(LEAST_BATCH, Math.min(RowBatch.CAPACITY, fitting));
      boolean lean = sizeInBytes() > ADDING_BYTES;
      S part = parts.computeIfAbsent(k, any -> freshPart(lean));
      batches[k] = new RowBatch(part, capacity, squares, lean);
    }
    return batches[k];
  }

  private S freshPart(boolean alone) {
    return alone || parts.isEmpty()
        ? zero.fresh()
        : zero.freshBeside(parts.firstEntry().getValue());
  }

  @Override
  public void finish() {
    settle();
    batches = null;
    parts.values().forEach(Statistic::finish);
  }

  private void settle() {
    if (batches != null) {
      for (RowBatch batch : batches) {
        if (batch != null) {
          batch.empty();
        }
      }
    }
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    settle();
    out.defaultWriteObject();
  }

  @Override
  public ClassGrams<S> merge(ClassGrams<S> other) {
    requireSame("merge", other);
    zero.fresh().merge(other.zero); // the same dimensions, also where there is no class yet
    settle();
    other.settle();
    account.merge(other.account);
    other.parts.forEach((k, part) -> parts.computeIfAbsent(k, any -> zero.fresh()).merge(part));
    return this;
  }

  private void requireSame(String what, ClassGrams<S> other) {
    if (other == this) {
      throw new IllegalArgumentException("class Grams: " + what + " with itself");
    }
    if (other.width != width || other.numClasses != numClasses || other.squares != squares) {
      throw new IllegalArgumentException(
          "class Grams: expected " + dimensions() + ", found " + other.dimensions());
    }
  }

  private String dimensions() {
    return "d=" + width + ", c=" + numClasses + (squares ? " with squares" : "");
  }

  /**
   * Takes away rows that were added, to the last bit as if they had never been: a class of which
   * nothing is left is forgotten.
   *
   * @param from modified
   * @return {@code from}
   */
  public static ClassGrams<ExactGramStatistic> subtract(
      ClassGrams<ExactGramStatistic> from, ClassGrams<ExactGramStatistic> other) {
    from.requireSame("subtraction", other);
    from.settle();
    other.settle();
    other.parts.forEach(
        (k, part) -> from.parts.computeIfAbsent(k, any -> from.zero.fresh()).subtract(part));
    from.parts
        .values()
        .removeIf(part -> part.rows() == 0 && part.products().windowNumbers().length == 0);
    from.batches = null;
    from.account.subtract(other.account);
    return from;
  }

  /**
   * The same rows with features and classes at other places.
   *
   * @param zero an empty statistic with the places to come, without squares where those of {@code
   *     grams} are to be forgotten; not modified
   * @param slots for each value of a row its new place, or -1 for one that is 0 in all and left out
   * @param classes for each class its new position
   */
  public static ClassGrams<ExactGramStatistic> rearranged(
      ClassGrams<ExactGramStatistic> grams,
      ClassGrams<ExactGramStatistic> zero,
      int[] slots,
      int[] classes) {
    if (!grams.squares && zero.squares) {
      throw new IllegalArgumentException(
          "class Grams: expected " + zero.dimensions() + ", found " + grams.dimensions());
    }
    int[] places = new int[grams.zero.numFeatures()];
    for (int j = 0; j < grams.width; j++) {
      places[j] = slots[j];
      if (grams.squares) {
        places[grams.width + j] = zero.squares && slots[j] >= 0 ? zero.width + slots[j] : -1;
      }
    }
    ClassGrams<ExactGramStatistic> result = zero.fresh();
    grams
        .parts()
        .forEach(
            (k, part) ->
                result
                    .parts
                    .computeIfAbsent(classes[k], any -> result.zero.fresh())
                    .merge(
                        part.rearranged(result.zero.numFeatures(), result.zero.derived(), places)));
    result.account.merge(grams.account);
    return result;
  }

  /**
   * A statistic as it was stored.
   *
   * @param zero an empty statistic of the same dimensions; not modified
   * @param parts by position of the class; taken over, not copied
   * @param account what became of every row
   */
  public static <S extends Statistic<S>> ClassGrams<S> of(
      ClassGrams<S> zero, SortedMap<Integer, S> parts, RowAccount account) {
    ClassGrams<S> result = zero.fresh();
    parts.forEach(
        (k, part) -> {
          if (k < 0 || k >= zero.numClasses) {
            throw new IllegalArgumentException(
                "class Grams: expected a position below c=" + zero.numClasses + ", found " + k);
          }
          zero.zero.fresh().merge(part); // the same dimensions
          result.parts.put(k, part);
        });
    result.account.merge(account);
    return result;
  }

  @Override
  public RowAccount account() {
    return account;
  }

  /** The number c of classes that labels may stand for. */
  public int numClasses() {
    return numClasses;
  }

  /** The number of values of a row. */
  public int width() {
    return width;
  }

  /** Whether the squares of the values are features too, behind the values. */
  public boolean hasSquares() {
    return squares;
  }

  /** The statistic of each class that has rows, by its position; not to be modified. */
  public SortedMap<Integer, S> parts() {
    settle();
    return Collections.unmodifiableSortedMap(parts);
  }

  /** The statistic of the rows of all classes. What became of the others, the account says. */
  public S total() {
    S sum = zero.fresh();
    parts().values().forEach(sum::merge);
    return sum;
  }
}
