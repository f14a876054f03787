package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.block.BlockBuilder;
import org.suffice.block.DenseBlock;
import org.suffice.read.Row;
import org.suffice.read.RowAccount;
import org.suffice.read.RowParser;

/** Every row is in one fold, which depends on the row and the seed alone. */
class FoldedStatisticTest {
  private static final int N = 5000;
  private static final int D = 3;

  /** Rows [from, to) of a fixed data set, each with the text of its row beside it. */
  private static Block rows(int from, int to, IntFunction<String> text) {
    BlockBuilder builder = new BlockBuilder(D, 1, 2, false);
    for (int i = from; i < to; i++) {
      Row row = builder.begin();
      Random random = new Random(i);
      for (int j = 0; j < D; j++) {
        row.values[row.offset + j] = random.nextGaussian();
      }
      row.label = random.nextGaussian();
      row.weight = 1;
      row.kept[0] = text.apply(i);
      builder.end(RowParser.Outcome.USED, 13L * i, 13L * i);
    }
    return builder.build();
  }

  private static FoldedStatistic<ExactGramStatistic> folded(
      FoldRule rule, IntFunction<String> text) {
    FoldedStatistic<ExactGramStatistic> folded =
        new FoldedStatistic<>(new ExactGramStatistic(D), rule);
    for (int i = 0; i < N; i += 1000) {
      folded.add(rows(i, i + 1000, text));
    }
    folded.finish();
    return folded;
  }

  private static ExactGramStatistic gram(int[] which) {
    ExactGramStatistic gram = new ExactGramStatistic(D);
    for (int i : which) {
      gram.add(rows(i, i + 1, row -> ""));
    }
    return gram;
  }

  /** Binomial: 1,000 rows a fold, give or take four standard deviations of 28. */
  @Test
  void foldsAreOfAboutEqualSize() {
    FoldedStatistic<ExactGramStatistic> folded = folded(FoldRule.ofRows(5, 1), i -> "");
    assertEquals(5, folded.parts().size());
    assertEquals(N, folded.parts().stream().mapToLong(ExactGramStatistic::rows).sum());
    for (ExactGramStatistic part : folded.parts()) {
      assertTrue(Math.abs(part.rows() - 1000) < 113, "rows " + part.rows());
    }
  }

  @Test
  void anotherSeedGivesOtherFolds() {
    byte[] one = States.of(folded(FoldRule.ofRows(5, 1), i -> "").parts().get(0).products());
    byte[] other = States.of(folded(FoldRule.ofRows(5, 2), i -> "").parts().get(0).products());
    assertNotEquals(Arrays.hashCode(one), Arrays.hashCode(other));
  }

  @Test
  void totalAndTrainingFoldsAreTheRowsThemselves() {
    FoldRule byColumn = new FoldRule(FoldRule.Kind.COLUMN, 0, 0, 0);
    FoldedStatistic<ExactGramStatistic> folded = folded(byColumn, i -> "fold " + i % 3);
    assertEquals(3, folded.parts().size());
    byte[] all = States.of(gram(IntStream.range(0, N).toArray()).products());
    assertArrayEquals(all, States.of(folded.total().products()));
    assertEquals(N, folded.total().rows());
    for (int f = 0; f < 3; f++) {
      int fold = f;
      int[] others = IntStream.range(0, N).filter(i -> i % 3 != fold).toArray();
      byte[] expected = States.of(gram(others).products());
      assertArrayEquals(expected, States.of(folded.without(f).products()));
    }
  }

  /** Rows of one group are never on both sides. */
  @Test
  void groupsStayTogether() {
    FoldRule byGroup = new FoldRule(FoldRule.Kind.GROUP, 4, 9, 0);
    Map<String, Integer> foldOf = new HashMap<>();
    Block block = rows(0, N, i -> "group " + i % 60);
    for (int i = 0; i < N; i++) {
      int fold = byGroup.fold(block, i);
      assertEquals(fold, foldOf.computeIfAbsent("group " + i % 60, name -> fold));
    }
    assertEquals(4, foldOf.values().stream().distinct().count());
  }

  /** In longer and shorter blocks, and from files that are not the first. */
  @Test
  void theFoldOfARowDoesNotDependOnItsBlock() {
    FoldRule rule = FoldRule.ofRows(10, 3);
    Block whole = rows(0, 400, i -> "");
    List<Integer> folds = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      folds.add(rule.fold(rows(i, i + 1, row -> ""), 0));
    }
    assertEquals(folds, IntStream.range(0, 400).mapToObj(i -> rule.fold(whole, i)).toList());
    double[] none = new double[400];
    long[] ids = LongStream.range(0, 400).map(i -> 13 * i).toArray();
    Block otherFile = new DenseBlock(400, 0, none, none, null, 3, ids, RowAccount.of(400, 0, 0, 0));
    assertNotEquals(folds, IntStream.range(0, 400).mapToObj(i -> rule.fold(otherFile, i)).toList());
  }

  @Test
  void aColumnOfFoldsWithTooManyValuesIsRefused() {
    FoldRule byColumn = new FoldRule(FoldRule.Kind.COLUMN, 0, 0, 0);
    Failure failure = assertThrows(Failure.class, () -> folded(byColumn, Integer::toString));
    assertTrue(failure.getMessage().contains("more than 1000 values"), failure.getMessage());
  }
}
