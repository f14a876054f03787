package org.suffice.statistic;

import java.util.ArrayList;
import java.util.List;
import org.suffice.block.Block;
import org.suffice.read.RowAccount;

/**
 * Several statistics of the same rows in one pass: each sees every block while it is in the cache.
 *
 * @param <S> the statistic of each, such as one for each target
 */
public final class StatisticList<S extends Statistic<S>> implements Statistic<StatisticList<S>> {
  private static final long serialVersionUID = 1L;

  private final ArrayList<S> parts;

  /**
   * A list of empty statistics.
   *
   * @param zeros one or more; not modified
   */
  public StatisticList(List<S> zeros) {
    if (zeros.isEmpty()) {
      throw new IllegalArgumentException("expected one statistic or more, found none");
    }
    parts = new ArrayList<>(zeros.stream().map(Statistic::fresh).toList());
  }

  @Override
  public StatisticList<S> fresh() {
    return new StatisticList<>(parts);
  }

  @Override
  public long sizeInBytes() {
    return parts.stream().mapToLong(Statistic::sizeInBytes).sum();
  }

  @Override
  public void add(Block block) {
    parts.forEach(part -> part.add(block));
  }

  @Override
  public void finish() {
    parts.forEach(Statistic::finish);
  }

  @Override
  public void complete() {
    parts.forEach(Statistic::complete);
  }

  @Override
  public StatisticList<S> merge(StatisticList<S> other) {
    if (other == this) {
      throw new IllegalArgumentException("statistics merged with themselves");
    }
    if (other.parts.size() != parts.size()) {
      throw new IllegalArgumentException(
          "statistics: expected " + parts.size() + ", found " + other.parts.size());
    }
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).merge(other.parts.get(i));
    }
    return this;
  }

  /** What became of the rows, of which every statistic keeps the same account. */
  @Override
  public RowAccount account() {
    return parts.get(0).account();
  }

  /** The statistics, in their order; not copies. */
  public List<S> parts() {
    return List.copyOf(parts);
  }
}
