package org.suffice.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.statistic.ClassScorer;

/** What metrics take of outputs: the prediction, and probabilities where they stand next to it. */
class OutputScorerTest {
  /** Output k of row i is 10·i + k. */
  private static ClassScorer scorer(List<String> names, String... classes) {
    return new Outputs() {
      @Override
      public List<String> names() {
        return names;
      }

      @Override
      public List<String> classes() {
        return List.of(classes);
      }

      @Override
      public void compute(Block block, double[] out) {
        for (int i = 0; i < block.numRows(); i++) {
          for (int k = 0; k < names.size(); k++) {
            out[i * names.size() + k] = 10 * i + k;
          }
        }
      }
    }.scorer();
  }

  private static double[] score(ClassScorer scorer, int width) {
    double[] out = new double[2 * width];
    scorer.score(DenseBlock.of(1, new double[2], new double[2], null), out);
    return out;
  }

  @Test
  void namesOfClassesWithProbabilities() {
    assertEquals(
        List.of("prediction", "probability_a b", "probability_é"),
        Outputs.withProbabilities(List.of("a b", "é")));
  }

  @Test
  void outputsThatAreWhatIsWanted() {
    ClassScorer scorer = scorer(Outputs.withProbabilities(List.of("a", "b")), "a", "b");
    assertEquals(ClassScorer.Scores.PROBABILITIES, scorer.scores());
    assertArrayEquals(new double[] {0, 1, 2, 10, 11, 12}, score(scorer, 3));
  }

  @Test
  void furtherOutputsAreLeftOut() {
    List<String> names = List.of("prediction", "probability_a", "probability_b", "LD1");
    ClassScorer scorer = scorer(names, "a", "b");
    assertEquals(2, scorer.numClasses());
    assertEquals(ClassScorer.Scores.PROBABILITIES, scorer.scores());
    assertArrayEquals(new double[] {0, 1, 2, 10, 11, 12}, score(scorer, 3));
  }

  @Test
  void withoutProbabilitiesThereIsThePredictionAlone() {
    for (List<String> names : List.of(List.of("prediction"), List.of("prediction", "d1", "d2"))) {
      ClassScorer scorer = scorer(names, "a", "b");
      assertEquals(ClassScorer.Scores.NONE, scorer.scores());
      assertArrayEquals(new double[] {0, 10}, score(scorer, 1));
    }
  }
}
