package org.suffice.jobs.retrain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.suffice.Failure;
import org.suffice.model.ModelDirectory;
import org.suffice.model.StatisticsDirectory;
import org.suffice.model.StatisticsDirectory.Stored;
import org.suffice.model.TrainingRecord;
import org.suffice.train.StatisticsSum;

/**
 * The exact statistics of a window of partitions: those of the window before, and what came, less
 * what left. The work of a night is thus that of the partitions that changed, however long the
 * window is; and the sum is to the bit that of all its rows.
 */
final class WindowStatistics {
  private static final String WINDOW = "window-";
  private static final String MEMBERS = "members";
  private static final int HASH = 16;
  private static final int MOST_NAME = 120;

  private final ModelStore store;
  private final Lease lease;

  WindowStatistics(ModelStore store, Lease lease) {
    this.store = store;
    this.lease = lease;
  }

  /**
   * What became of a window.
   *
   * @param name of its statistics in the store
   * @param directory where they are
   * @param added how many partitions were added up
   * @param subtracted how many were subtracted
   * @param rows that it stands for
   */
  record Sum(String name, String directory, int added, int subtracted, long rows) {}

  /** A window that is in the store. */
  private record Before(Stored sum, Set<String> members) {}

  /**
   * The name of the statistics of a partition.
   *
   * @param fingerprint of its files and of the settings
   */
  static String name(String partition, String fingerprint) {
    StringBuilder safe = new StringBuilder();
    for (byte b : partition.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "_=.+-".indexOf(c) >= 0);
      safe.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02x", b & 0xff));
    }
    int from = Math.max(0, safe.length() - MOST_NAME); // the end tells partitions apart
    return "partition-" + safe.substring(from) + "-" + hash(fingerprint);
  }

  private static String hash(String text) {
    return ModelDirectory.sha256(text.getBytes(StandardCharsets.UTF_8)).substring(0, HASH);
  }

  /**
   * Sums the statistics of partitions and keeps the sum.
   *
   * @param partitions for each its name among the statistics of the store, and for people
   */
  Sum of(Map<String, String> partitions) {
    Set<String> members = partitions.keySet();
    String name = WINDOW + hash(String.join("\n", members));
    Optional<String> there = store.statistics(name);
    if (there.isPresent()) {
      return new Sum(
          name, there.get(), 0, 0, StatisticsDirectory.read(there.get()).account().used());
    }
    Map<String, Stored> plus = new LinkedHashMap<>();
    Map<String, Stored> minus = new LinkedHashMap<>();
    Optional<Before> before = before(members);
    Set<String> added = new HashSet<>(members);
    before.ifPresent(
        window -> {
          plus.put("of the window before", window.sum);
          added.removeAll(window.members);
          window.members.stream()
              .filter(member -> !members.contains(member))
              .forEach(member -> minus.put(member, read(member)));
        });
    partitions.forEach(
        (member, partition) -> {
          if (added.contains(member)) {
            plus.put(partition, read(member));
          }
        });
    Stored sum = sum(plus, minus);
    String aside = lease.work() + "/" + name;
    StatisticsDirectory.write(aside, remembering(sum, members), false);
    return new Sum(
        name,
        store.keepStatistics(lease, aside, name),
        added.size(),
        minus.size(),
        sum.account().used());
  }

  private static Stored sum(Map<String, Stored> plus, Map<String, Stored> minus) {
    try {
      return StatisticsSum.withoutEmptyLevels(StatisticsSum.of(plus, minus));
    } catch (Failure e) {
      throw Failure.data(
          e.getMessage()
              + "; mend the partition, leave it out by retrain.exclude, or say by data.features and"
              + " data.categorical what all partitions have",
          e);
    }
  }

  private Stored read(String name) {
    return StatisticsDirectory.read(
        store
            .statistics(name)
            .orElseThrow(() -> Failure.data("the statistics " + name + " are gone; run again")));
  }

  private static Stored remembering(Stored sum, Set<String> members) {
    TrainingRecord record = sum.record();
    return new Stored(
        sum.schema(),
        sum.withIndicator(),
        sum.missing(),
        sum.gram(),
        sum.classes(),
        new TrainingRecord(
            record.options(),
            record.account(),
            record.warnings(),
            Map.of(MEMBERS, String.join(" ", members))));
  }

  /** The window in the store from which the fewest steps lead here, if that saves any. */
  private Optional<Before> before(Set<String> members) {
    Before best = null;
    int least = members.size();
    for (String name : store.statisticsNames()) {
      if (!name.startsWith(WINDOW)) {
        continue;
      }
      Stored sum = read(name);
      Set<String> theirs =
          new HashSet<>(List.of(sum.record().provenance().getOrDefault(MEMBERS, "").split(" ")));
      List<String> leaving = new ArrayList<>(theirs);
      leaving.removeAll(members);
      long steps =
          leaving.size() + members.stream().filter(member -> !theirs.contains(member)).count();
      if (steps < least && leaving.stream().allMatch(each -> store.statistics(each).isPresent())) {
        best = new Before(sum, theirs);
        least = (int) steps;
      }
    }
    return Optional.ofNullable(best);
  }
}
