package org.suffice.jobs.retrain;

import java.util.List;

/**
 * A part of the data that came at one time: a directory of its own.
 *
 * @param name the parts of its path that differ from partition to partition, {@code day=2026-11-21}
 *     or {@code year=2026/month=11}
 * @param directory its path
 * @param keys of the parts of the name, by which partitions are ordered
 */
record Partition(String name, String directory, List<PartitionKey> keys)
    implements Comparable<Partition> {
  @Override
  public int compareTo(Partition other) {
    for (int i = 0; i < Math.min(keys.size(), other.keys.size()); i++) {
      int order = keys.get(i).compareTo(other.keys.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(keys.size(), other.keys.size());
  }
}
