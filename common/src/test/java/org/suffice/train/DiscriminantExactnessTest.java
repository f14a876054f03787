package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.suffice.train.DiscriminantRuns.EXACT;
import static org.suffice.train.DiscriminantRuns.IRIS;
import static org.suffice.train.DiscriminantRuns.shrunk;
import static org.suffice.train.DiscriminantRuns.sparse;
import static org.suffice.train.DiscriminantRuns.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.model.DiscriminantBits;
import org.suffice.model.DiscriminantModel;
import org.suffice.model.Outputs;
import org.suffice.pass.LocalBlocks;
import org.suffice.read.FeatureEncoder;
import org.suffice.solve.DiscriminantFit.Kind;
import org.suffice.statistic.ClassGrams;
import org.suffice.statistic.ExactGramStatistic;

/** The same rows, however weighted, cut, ordered, shifted or held, are the same model. */
class DiscriminantExactnessTest {
  /** Weights count rows. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void aRowOfWeightTwoIsTwoRows(Kind kind) {
    int n = IRIS.numRows();
    double[] weights = new double[n];
    Arrays.setAll(weights, i -> 1 + i % 3);
    int[] repeated =
        IntStream.range(0, n).flatMap(i -> IntStream.generate(() -> i).limit(1 + i % 3)).toArray();
    Block weighted = DenseBlock.of(4, IRIS.x(), IRIS.labels(), weights);
    for (Shrinkage shrinkage : List.of(Shrinkage.NONE, Shrinkage.AUTO)) {
      DiscriminantAnalysis analysis = shrunk(kind, shrinkage, EXACT);
      DiscriminantModel model =
          analysis.solve(
              analysis.reduce(LocalBlocks.of(List.of(List.of(weighted)), 1), IRIS.encoder(), 3),
              IRIS.schema(),
              IRIS.encoder(),
              IRIS.classes());
      DiscriminantModel expected = train(analysis, IRIS.rows(repeated));
      assertArrayEquals(expected.fit().covariances(), model.fit().covariances(), 1e-15);
      assertArrayEquals(expected.fit().priors(), model.fit().priors(), 1e-16);
      assertArrayEquals(expected.fit().shrinkage(), model.fit().shrinkage(), 1e-14);
      assertArrayEquals(expected.fit().intercepts(), model.fit().intercepts(), 1e-11);
    }
  }

  /** One file of arrays, however the rows are cut, ordered, held and merged. */
  @Test
  void theSameRowsGiveTheSameBits() {
    ClassGolden vowel = ClassGolden.of("lda__Vowel");
    int n = vowel.numRows();
    int d = vowel.features().size();
    List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
    Collections.shuffle(order, new Random(3));
    ClassGolden shuffled = vowel.rows(order.stream().mapToInt(i -> i).toArray());
    List<List<Block>> parts = new ArrayList<>();
    for (int from = 0; from < n; from += 137) {
      Block block = shuffled.block(from, Math.min(n, from + 137));
      parts.add(List.of(from % 2 == 0 ? block : sparse((DenseBlock) block)));
    }
    for (Kind kind : Kind.values()) {
      for (Shrinkage shrinkage : List.of(Shrinkage.NONE, Shrinkage.AUTO, Shrinkage.of(0.3))) {
        DiscriminantAnalysis analysis = shrunk(kind, shrinkage, EXACT);
        DiscriminantModel whole = train(analysis, vowel);
        DiscriminantModel cut =
            analysis.solve(
                analysis.reduce(LocalBlocks.of(parts, 2), vowel.encoder(), 11),
                vowel.schema(),
                vowel.encoder(),
                vowel.classes());
        assertEquals(DiscriminantBits.sha256(whole), DiscriminantBits.sha256(cut));
      }
    }
    assertEquals(d, vowel.encoder().width());
  }

  @Test
  void whatIsTakenAwayLeavesTheModelOfTheRest() {
    DiscriminantAnalysis analysis = new DiscriminantAnalysis(Kind.QDA, EXACT);
    FeatureEncoder encoder = IRIS.encoder();
    ClassGrams<ExactGramStatistic> all = IRIS.data().pass(analysis.exactZero(encoder, 3));
    int[] gone = IntStream.range(0, 150).filter(i -> i % 7 == 0 || i >= 100).toArray();
    int[] kept = IntStream.range(0, 100).filter(i -> i % 7 != 0).toArray();
    ClassGrams<ExactGramStatistic> part =
        IRIS.rows(gone).data().pass(analysis.exactZero(encoder, 3));
    DiscriminantModel rest =
        analysis.solve(
            new DiscriminantAnalysis.Reduction(ClassGrams.subtract(all, part), null),
            IRIS.schema(),
            encoder,
            IRIS.classes());
    assertEquals(
        DiscriminantBits.sha256(train(analysis, IRIS.rows(kept))), DiscriminantBits.sha256(rest));
    assertEquals(List.of("setosa", "versicolor"), rest.classes());
  }

  /** A row has the same numbers in whatever block, dense or sparse, wider or not, or alone. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void aRowHasTheSameNumbersInEveryBlock(Kind kind) {
    ClassGolden vowel = ClassGolden.of(kind.text() + "__Vowel");
    DiscriminantModel model = train(new DiscriminantAnalysis(kind, EXACT), vowel);
    Outputs outputs = model.outputs(kind == Kind.LDA);
    int m = outputs.names().size();
    assertEquals(1 + 11 + (kind == Kind.LDA ? 9 : 0), m);
    double[] whole = new double[990 * m];
    outputs.compute(vowel.block(), whole);
    int d = vowel.features().size();
    for (int from = 0, size = 1; from < 990; from += size, size = size * 3 % 101 + 1) {
      int to = Math.min(990, from + size);
      DenseBlock dense = (DenseBlock) vowel.block(from, to);
      double[] wider = new double[(to - from) * (d + 2)];
      for (int i = 0; i < to - from; i++) {
        System.arraycopy(dense.values(), i * d, wider, i * (d + 2), d);
        wider[i * (d + 2) + d] = Double.NaN;
      }
      for (Block block :
          List.of(dense, sparse(dense), DenseBlock.of(d + 2, wider, dense.labels(), null))) {
        double[] out = new double[(to - from) * m];
        outputs.compute(block, out);
        assertArrayEquals(Arrays.copyOfRange(whole, from * m, to * m), out, "from " + from);
      }
      assertEquals(whole[from * m], model.predict(Arrays.copyOf(dense.values(), d)));
    }
  }

  /** Timestamps: means of 1e9 and spreads of 1. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void columnsFarFromZeroLoseNothing(Kind kind) {
    double[] shifted = IRIS.x().clone();
    Arrays.setAll(shifted, e -> Math.rint(shifted[e] * 1024) / 1024 + (1L << 31));
    double[] plain = new double[shifted.length];
    Arrays.setAll(plain, e -> shifted[e] - (1L << 31));
    for (Shrinkage shrinkage : List.of(Shrinkage.NONE, Shrinkage.AUTO)) {
      DiscriminantAnalysis analysis = shrunk(kind, shrinkage, EXACT);
      double[] expected = new double[600];
      double[] found = new double[600];
      ClassGolden near =
          new ClassGolden("near", null, IRIS.features(), IRIS.classes(), plain, IRIS.labels());
      ClassGolden far =
          new ClassGolden("far", null, IRIS.features(), IRIS.classes(), shifted, IRIS.labels());
      DiscriminantModel model = train(analysis, near);
      model.outputs().compute(near.block(), expected);
      DiscriminantModel other = train(analysis, far);
      other.outputs().compute(far.block(), found);
      // Fourth moments about means so large cost 68 of the 106 bits; the others are exact.
      double slack = shrinkage.auto() ? 1e-11 : 0;
      assertArrayEquals(model.fit().covariances(), other.fit().covariances(), slack);
      // Means are doubles, of which 2^31 leaves 22 bits after the point.
      assertArrayEquals(expected, found, 1e-5);
    }
  }
}
