package org.suffice.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.suffice.statistic.Statistic;

/**
 * Merges partial statistics by a tree whose shape depends only on the number of partitions and the
 * size of a statistic: groups of {@code fanIn} neighbours are merged from left to right, then
 * groups of groups, until one is left. Partials may be offered in any order, from any thread.
 *
 * @param <S> the statistic
 */
public final class MergeTree<S extends Statistic<S>> {
  private static final int MAX_FAN_IN = 32;

  /** What a driver should hold of partial statistics at a time. */
  private static final long GROUP_BYTES = 256L << 20;

  private final int fanIn;
  private final List<Integer> widths = new ArrayList<>();
  private final List<TreeMap<Integer, S>> waiting = new ArrayList<>();
  private S root;

  /** A tree over so many partitions, at least one. */
  public MergeTree(int partitions, long statisticBytes) {
    this.fanIn = fanIn(statisticBytes);
    int width = partitions;
    widths.add(width);
    waiting.add(new TreeMap<>());
    while (width > 1) {
      width = groups(width, fanIn);
      widths.add(width);
      waiting.add(new TreeMap<>());
    }
  }

  /** How many neighbours are merged at a time, for statistics of this size. */
  public static int fanIn(long statisticBytes) {
    return (int) Math.max(2, Math.min(MAX_FAN_IN, GROUP_BYTES / Math.max(1, statisticBytes)));
  }

  /** The number of groups of so many members. */
  public static int groups(int members, int fanIn) {
    return (members + fanIn - 1) / fanIn;
  }

  /** Merges neighbours from left to right into the first of them. */
  public static <S extends Statistic<S>> S mergeInOrder(Iterable<S> neighbours) {
    S merged = null;
    for (S next : neighbours) {
      merged = merged == null ? next : merged.merge(next);
    }
    return merged;
  }

  /** Takes the statistic of one partition; owns it from now on. */
  public synchronized void offer(int partition, S statistic) {
    int level = 0;
    int index = partition;
    S merged = statistic;
    while (level < widths.size() - 1) {
      TreeMap<Integer, S> members = waiting.get(level);
      members.put(index, merged);
      int group = index / fanIn;
      int first = group * fanIn;
      int last = Math.min(widths.get(level), first + fanIn);
      var present = members.subMap(first, last);
      if (present.size() < last - first) {
        return;
      }
      merged = mergeInOrder(present.values());
      present.clear();
      index = group;
      level++;
    }
    root = merged;
  }

  /** The statistic of all partitions, once every one has been offered. */
  public synchronized S result() {
    if (root == null) {
      throw new IllegalStateException("partitions are missing");
    }
    return root;
  }
}
