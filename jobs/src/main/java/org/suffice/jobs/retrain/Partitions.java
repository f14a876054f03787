package org.suffice.jobs.retrain;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.suffice.Failure;
import org.suffice.read.Text;
import org.suffice.storage.Storage;

/**
 * Partitions of an input that are complete, the oldest first.
 *
 * @param all in their order
 * @param notes what is worth a person's attention: directories that were passed over
 */
record Partitions(List<Partition> all, List<String> notes) {
  private static final String SUCCESS = "_SUCCESS";
  private static final String WILD = ".*[*?\\[{].*";

  /**
   * Finds the partitions.
   *
   * @param input a pattern such as {@code data/day=*}, or the directory that holds them
   * @param requireSuccess whether one without {@code _SUCCESS} is not there yet
   * @param excluded names of partitions that are left out
   * @throws Failure when there are none, or their names have no order
   */
  static Partitions of(String input, boolean requireSuccess, Set<String> excluded) {
    Storage storage = Storage.of(input);
    String pattern = storage.absolute(input.matches(WILD) ? input : input + "/*");
    int root = fixedParts(pattern);
    List<Partition> found = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<String> unfinished = new ArrayList<>();
    Set<String> unknown = new TreeSet<>(excluded);
    try {
      for (Storage.Entry entry : storage.glob(pattern)) {
        Optional<Partition> partition = partition(entry, root);
        if (partition.isEmpty()) {
          continue;
        }
        String name = partition.get().name();
        if (unknown.remove(name)) {
          notes.add("partition " + Text.show(name) + " is left out by retrain.exclude");
        } else if (requireSuccess && storage.find(entry.path() + "/" + SUCCESS).isEmpty()) {
          unfinished.add(name);
        } else {
          found.add(partition.get());
        }
      }
    } catch (IOException e) {
      throw Failure.data("cannot list " + input + ": " + e.getMessage(), e);
    }
    if (!unfinished.isEmpty()) {
      notes.add(unfinished(unfinished));
    }
    if (found.isEmpty()) {
      throw Failure.data(
          "no partitions in "
              + input
              + (unfinished.isEmpty() ? "" : ": " + unfinished(unfinished)));
    }
    unknown.forEach(
        name ->
            notes.add("retrain.exclude names " + Text.show(name) + ", and there is no such one"));
    return new Partitions(sorted(found), notes);
  }

  private static String unfinished(List<String> names) {
    return names.size() == 1
        ? "partition " + Text.show(names.get(0)) + " has no " + SUCCESS + " yet"
        : names.size()
            + " partitions have no "
            + SUCCESS
            + " yet, such as "
            + Text.show(names.get(names.size() - 1));
  }

  /** How many parts of a path come before the first that is a pattern. */
  private static int fixedParts(String pattern) {
    String[] parts = pattern.split("/", -1);
    int fixed = 0;
    while (!parts[fixed].matches(WILD)) {
      fixed++;
    }
    return fixed;
  }

  private static Optional<Partition> partition(Storage.Entry entry, int root) {
    String[] parts = entry.path().split("/", -1);
    List<PartitionKey> keys = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = root; i < parts.length; i++) {
      if (parts[i].startsWith("_") || parts[i].startsWith(".")) {
        return Optional.empty();
      }
      names.add(parts[i]);
      PartitionKey.of(parts[i]).ifPresent(keys::add);
    }
    if (!entry.isDirectory()) {
      throw Failure.data(
          entry.path()
              + " is a file: every partition is a directory of its own, such as day=2026-11-21");
    }
    if (PartitionKey.of(parts[parts.length - 1]).isEmpty()) {
      throw Failure.data(
          entry.path()
              + ": the name of a partition ends in a date or a number, such as day=2026-11-21 or"
              + " batch=17, so that partitions have an order; leave others out of retrain.input");
    }
    return Optional.of(new Partition(String.join("/", names), entry.path(), keys));
  }

  private static List<Partition> sorted(List<Partition> found) {
    Partition first = found.get(0);
    for (Partition other : found) {
      boolean alike = other.keys().size() == first.keys().size();
      for (int i = 0; alike && i < first.keys().size(); i++) {
        alike = first.keys().get(i).isLike(other.keys().get(i));
      }
      if (!alike) {
        throw Failure.data(
            "partitions "
                + Text.show(first.name())
                + " and "
                + Text.show(other.name())
                + " have no order: name all by dates, or all by numbers");
      }
    }
    List<Partition> sorted = new ArrayList<>(found);
    Collections.sort(sorted);
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).compareTo(sorted.get(i - 1)) == 0) {
        throw Failure.data(
            "partitions "
                + Text.show(sorted.get(i - 1).name())
                + " and "
                + Text.show(sorted.get(i).name())
                + " are of the same time: leave one out of retrain.input");
      }
    }
    return List.copyOf(sorted);
  }

  /**
   * Where partitions seem to be missing: steps larger than the smallest between two of them. Empty
   * where names have several parts, and for months, whose steps differ.
   */
  static List<String> gaps(List<Partition> partitions) {
    List<String> places = new ArrayList<>();
    BigInteger least = null;
    for (int i = 1; i < partitions.size(); i++) {
      BigInteger step = step(partitions.get(i - 1), partitions.get(i));
      least = least == null ? step : least.min(step);
    }
    for (int i = 1; i < partitions.size() && least.signum() > 0; i++) {
      // Of days in a calendar month there are 28 to 31: no gap.
      if (step(partitions.get(i - 1), partitions.get(i)).compareTo(least.add(least.shiftRight(3)))
          > 0) {
        places.add(
            Text.show(partitions.get(i - 1).name())
                + " and "
                + Text.show(partitions.get(i).name()));
      }
    }
    if (places.isEmpty()) {
      return List.of();
    }
    String last = places.get(places.size() - 1);
    return List.of(
        places.size() == 1
            ? "there is a gap in the partitions between " + last
            : "there are " + places.size() + " gaps in the partitions, the last between " + last);
  }

  /** Seconds or units between two partitions; 0 where names have several parts. */
  private static BigInteger step(Partition from, Partition to) {
    if (from.keys().size() != 1) {
      return BigInteger.ZERO;
    }
    PartitionKey a = from.keys().get(0);
    PartitionKey b = to.keys().get(0);
    return a.date().isPresent()
        ? BigInteger.valueOf(Duration.between(a.date().get(), b.date().orElseThrow()).toSeconds())
        : b.number().subtract(a.number());
  }
}
