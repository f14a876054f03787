package org.suffice.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree merges neighbours in order, by a shape that only the number of partitions decides. */
class MergeTreeTest {
  private static String merged(int partitions, long bytes, List<Integer> order) {
    MergeTree<Trace> tree = new MergeTree<>(partitions, bytes);
    for (int i = 0; i < order.size(); i++) {
      int before = i;
      assertThrows(IllegalStateException.class, tree::result, () -> "after " + before);
      tree.offer(order.get(i), new Trace("" + order.get(i)));
    }
    return tree.result().text();
  }

  private static List<Integer> ascending(int partitions) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      order.add(i);
    }
    return order;
  }

  @Test
  void neighboursAreMergedFromLeftToRightThenGroups() {
    long large = 256L << 20; // one statistic fills what a group may hold: two at a time
    assertEquals("0", merged(1, 8, ascending(1)));
    assertEquals("(0 1)", merged(2, large, ascending(2)));
    assertEquals("((0 1) 2)", merged(3, large, ascending(3)));
    assertEquals("(((0 1) (2 3)) 4)", merged(5, large, ascending(5)));
    assertEquals("((0 1) 2)", merged(3, 8, ascending(3)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 31, 32, 33, 63, 64, 65, 1023, 1025, 3000})
  void orderOfArrivalDoesNotMatter(int partitions) {
    for (long bytes : new long[] {1, 20L << 20, 100L << 20, Long.MAX_VALUE}) {
      String expected = merged(partitions, bytes, ascending(partitions));
      List<Integer> order = ascending(partitions);
      Collections.reverse(order);
      assertEquals(expected, merged(partitions, bytes, order), "backwards");
      for (long seed = 0; seed < 3; seed++) {
        Collections.shuffle(order, new Random(seed));
        assertEquals(expected, merged(partitions, bytes, order), "seed " + seed);
      }
    }
  }

  /** Every partition once, in order: taking the brackets away leaves the indexes. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 33, 1000})
  void everyPartitionIsMergedOnceAndInOrder(int partitions) {
    String flat = merged(partitions, 8, ascending(partitions)).replaceAll("[()]", "");
    assertEquals(String.join(" ", ascending(partitions).stream().map(i -> "" + i).toList()), flat);
  }

  /** Thirty-two at a time, fewer where a statistic is large, never less than two. */
  @ParameterizedTest
  @CsvSource({
    "0, 32",
    "1, 32",
    "8388608, 32",
    "8388609, 31",
    "134217728, 2",
    "134217729, 2",
    "9223372036854775807, 2"
  })
  void fanIn(long bytes, int expected) {
    assertEquals(expected, MergeTree.fanIn(bytes));
  }

  @Test
  void groups() {
    assertEquals(1, MergeTree.groups(1, 32));
    assertEquals(1, MergeTree.groups(32, 32));
    assertEquals(2, MergeTree.groups(33, 32));
  }

  /** Groups merged elsewhere, as by executors, give what the tree gives. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 32, 33, 100, 1100})
  void levelByLevelIsTheSameTree(int partitions) {
    int fanIn = MergeTree.fanIn(8);
    List<Trace> level = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      level.add(new Trace("" + i));
    }
    while (level.size() > 1) {
      List<Trace> next = new ArrayList<>();
      for (int group = 0; group < MergeTree.groups(level.size(), fanIn); group++) {
        next.add(
            MergeTree.mergeInOrder(
                level.subList(group * fanIn, Math.min(level.size(), (group + 1) * fanIn))));
      }
      level = next;
    }
    assertEquals(merged(partitions, 8, ascending(partitions)), level.get(0).text());
  }
}
