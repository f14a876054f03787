package org.suffice.statistic;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.read.RowAccount;
import org.suffice.read.Text;

/**
 * One statistic for each fold of a cross-validation, from a single pass: what is trained on all
 * folds but one is then a matter of adding statistics, not of reading rows again.
 *
 * @param <S> the statistic of a fold
 */
public final class FoldedStatistic<S extends Statistic<S>>
    implements Statistic<FoldedStatistic<S>> {
  private static final long serialVersionUID = 1L;

  /** More values than this in a column of folds are taken for a mistake. */
  private static final int MOST_FOLDS = 1000;

  /** Null once all rows of folds with zeros of their own were added. */
  private S zero;

  /** By fold where each has its own; null where {@link #zero} is that of all. */
  private TreeMap<String, S> zeros;

  private final FoldRule rule;
  private final TreeMap<String, S> parts = new TreeMap<>();
  private final RowAccount account = new RowAccount();
  private transient Map<String, RowBatch> batches;

  /**
   * An empty statistic.
   *
   * @param zero an empty statistic of a fold; not modified
   */
  public FoldedStatistic(S zero, FoldRule rule) {
    this(zero, null, rule);
  }

  /**
   * An empty statistic of folds known from an earlier pass.
   *
   * @param zeros an empty statistic for each fold by its name; not modified
   */
  public FoldedStatistic(SortedMap<String, S> zeros, FoldRule rule) {
    this(zeros.get(zeros.firstKey()).fresh(), new TreeMap<>(zeros), rule);
  }

  private FoldedStatistic(S zero, TreeMap<String, S> zeros, FoldRule rule) {
    this.zero = zero;
    this.zeros = zeros;
    this.rule = rule;
  }

  @Override
  public FoldedStatistic<S> fresh() {
    return new FoldedStatistic<>(zero, zeros, rule);
  }

  @Override
  public long sizeInBytes() {
    int folds = rule.kind() == FoldRule.Kind.COLUMN ? 10 : rule.folds();
    return folds * zero.sizeInBytes();
  }

  @Override
  public void add(Block block) {
    account.merge(block.account());
    if (batches == null) {
      batches = new TreeMap<>();
    }
    RowBatch[] byNumber = rule.kind() == FoldRule.Kind.COLUMN ? null : new RowBatch[rule.folds()];
    for (int i = 0; i < block.numRows(); i++) {
      RowBatch batch;
      if (byNumber == null) {
        batch = batch(named("folds", rule.text(block, i)));
      } else {
        if (rule.kind() == FoldRule.Kind.GROUP) {
          named("groups", rule.text(block, i));
        }
        int fold = rule.fold(block, i);
        if (byNumber[fold] == null) {
          byNumber[fold] = batch(name(fold));
        }
        batch = byNumber[fold];
      }
      batch.append(block, i);
    }
  }

  private static String named(String column, String text) {
    if (text.isBlank()) {
      throw Failure.data(
          "cross-validation: a row has no value in the column of " + column + ": give it one");
    }
    return text;
  }

  /** Names sort like numbers. */
  private static String name(int fold) {
    return String.format(Locale.ROOT, "%04d", fold + 1);
  }

  private RowBatch batch(String fold) {
    RowBatch batch = batches.get(fold);
    if (batch == null) {
      if (parts.size() >= MOST_FOLDS && !parts.containsKey(fold)) {
        throw Failure.usage(
            "the column of folds has more than " + MOST_FOLDS + " values; is it the right one?");
      }
      batch = new RowBatch(parts.computeIfAbsent(fold, this::zeroOf));
      batches.put(fold, batch);
    }
    return batch;
  }

  private S zeroOf(String fold) {
    if (zeros == null) {
      return parts.isEmpty() ? zero.fresh() : zero.freshBeside(parts.values().iterator().next());
    }
    S own = zeros.get(fold);
    if (own == null) {
      throw Failure.data(
          "fold " + Text.show(fold) + " had no row a moment ago: the data changed; run again");
    }
    return own.fresh();
  }

  @Override
  public void finish() {
    settle();
    batches = null;
    parts.values().forEach(Statistic::finish);
  }

  private void settle() {
    if (batches != null) {
      batches.values().forEach(RowBatch::empty);
    }
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    settle();
    out.defaultWriteObject();
  }

  @Override
  public void complete() {
    if (zeros != null) {
      zero = null;
      zeros = null;
    }
    parts.values().forEach(Statistic::complete);
  }

  @Override
  public FoldedStatistic<S> merge(FoldedStatistic<S> other) {
    if (other == this) {
      throw new IllegalArgumentException("folds merged with themselves");
    }
    if (!rule.equals(other.rule)) {
      throw new IllegalArgumentException("folds: expected " + rule + ", found " + other.rule);
    }
    if (zero != null && other.zero != null) {
      zero.fresh().merge(other.zero); // the same dimensions, also where there is no fold yet
    }
    settle();
    other.settle();
    account.merge(other.account);
    other.parts.forEach(
        (fold, part) -> parts.computeIfAbsent(fold, name -> part.fresh()).merge(part));
    return this;
  }

  @Override
  public RowAccount account() {
    return account;
  }

  /** The names of the folds that have rows, in the order of {@link #parts}. */
  public List<String> names() {
    settle();
    return List.copyOf(parts.keySet());
  }

  /** The name of the fold of a row. */
  static String name(FoldRule rule, Block block, int row) {
    return rule.kind() == FoldRule.Kind.COLUMN
        ? rule.text(block, row)
        : name(rule.fold(block, row));
  }

  /** The statistic of each fold that has rows, in the order of their names. */
  public List<S> parts() {
    settle();
    return List.copyOf(parts.values());
  }

  /** The statistic of the rows of all folds. What became of the others, {@link #account} says. */
  public S total() {
    return sum(null);
  }

  /** The statistic of all rows but those of one of {@link #parts}: the sum of the others. */
  public S without(int part) {
    return sum(parts().get(part));
  }

  private S sum(S left) {
    List<S> all = parts();
    S sum = zero == null ? all.get(0).fresh() : zero.fresh();
    for (S part : all) {
      if (part != left) {
        sum.merge(part);
      }
    }
    return sum;
  }
}
