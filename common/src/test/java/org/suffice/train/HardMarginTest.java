package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.suffice.Failure;
import org.suffice.kernel.Kernel;
import org.suffice.model.SupportVectorModel;
import org.suffice.pass.Blocks;
import org.suffice.pass.LocalBlocks;
import org.suffice.solve.Solution;

/** A hard margin is found where there is one, and refused by name where there is none. */
class HardMarginTest {
  private static SupportVectors hard(Kernel.Kind kernel) {
    return SupportVectors.trainer().kernel(kernel).c(Double.POSITIVE_INFINITY).standardize(false);
  }

  private static SupportVectorModel train(SupportVectors trainer, ClassGolden rows) {
    Blocks blocks = LocalBlocks.of(List.of(List.of(rows.block())), 1);
    return SupportVectors.train(trainer.build(), blocks, rows);
  }

  private static ClassGolden points(double[][] x, int... labels) {
    return new ClassGolden(
        "points",
        null,
        IntStream.range(0, x[0].length).mapToObj(j -> "x" + j).toList(),
        List.of("a", "b", "c"),
        Arrays.stream(x).flatMapToDouble(Arrays::stream).toArray(),
        Arrays.stream(labels).mapToDouble(k -> k).toArray());
  }

  @Test
  void overlappingClassesAreRefusedByRow() {
    ClassGolden iris =
        ClassGolden.data("iris.csv", "Species", "Sepal.Length", "Sepal.Width", "Petal.Length");
    ClassGolden two = iris.rows(IntStream.range(50, 150).toArray());
    Failure failure = assertThrows(Failure.class, () -> train(hard(Kernel.Kind.LINEAR), two));
    assertEquals(Failure.Kind.NO_SOLUTION, failure.kind());
    String message = failure.getMessage();
    assertTrue(
        message.startsWith("classes 'versicolor' and 'virginica' cannot be separated"), message);
    // Row 83 of iris, versicolor, lies deepest among virginica: row 33 of these.
    assertTrue(message.contains("rows prevent it: 33 ('versicolor')"), message);
  }

  @Test
  void equalRowsOfBothClassesAreNamed() {
    ClassGolden rows =
        points(new double[][] {{0, 0}, {1, 0}, {4, 4}, {5, 4}, {2, 2}, {2, 2}}, 0, 0, 1, 1, 0, 1);
    for (Kernel.Kind kernel : List.of(Kernel.Kind.RBF, Kernel.Kind.LINEAR)) {
      Failure failure = assertThrows(Failure.class, () -> train(hard(kernel), rows));
      String message = failure.getMessage();
      assertTrue(message.contains("2 rows prevent it: "), message);
      assertTrue(message.contains("4 ('a')") && message.contains("5 ('b')"), message);
    }
  }

  @Test
  void marginOfTwoPointsIsHalfTheirDistance() {
    ClassGolden rows = points(new double[][] {{0, 0}, {3e-4, 4e-4}, {-1, -1}}, 0, 1, 0);
    SupportVectorModel model = train(hard(Kernel.Kind.LINEAR).tolerance(1e-9), rows);
    assertEquals(2.5e-4, model.fit().pairs().get(0).margin(), 1e-12);
    assertEquals(2, model.fit().supportVectors());
  }

  @Test
  void everyPairOfSeveralClasses() {
    SplittableRandom random = new SplittableRandom(3);
    int n = 300;
    double[][] x = new double[n][];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % 3;
      x[i] = new double[] {10 * labels[i] + random.nextDouble(), random.nextDouble() - labels[i]};
    }
    SupportVectorModel model = train(hard(Kernel.Kind.LINEAR), points(x, labels));
    assertEquals(Solution.Termination.CONVERGED, model.fit().solution().termination());
    double[] predictions = new double[n];
    ClassGolden all = points(x, labels);
    model.score(all.block(), predictions);
    for (int i = 0; i < n; i++) {
      assertEquals(labels[i], predictions[i], 0.0);
    }
    model.fit().pairs().forEach(pair -> assertEquals(0, pair.bounded()));
  }
}
