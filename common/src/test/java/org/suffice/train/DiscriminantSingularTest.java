package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.train.DiscriminantRuns.IRIS;
import static org.suffice.train.DiscriminantRuns.accuracy;
import static org.suffice.train.DiscriminantRuns.failure;
import static org.suffice.train.DiscriminantRuns.shrunk;
import static org.suffice.train.DiscriminantRuns.train;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.suffice.Failure;
import org.suffice.model.DiscriminantModel;
import org.suffice.solve.DiscriminantFit.Kind;
import org.suffice.train.LinearRegression.Precision;

/** What happens where a covariance has no inverse: columns and classes are named. */
class DiscriminantSingularTest {
  @ParameterizedTest
  @EnumSource(Precision.class)
  void aCopiedColumnIsNamed(Precision precision) {
    ClassGolden copied = IRIS.with("copy", IRIS.column("Sepal.Width"));
    String lda =
        failure(Failure.Kind.NO_SOLUTION, new DiscriminantAnalysis(Kind.LDA, precision), copied);
    assertTrue(
        lda.startsWith("column 'copy' is a combination of 'Sepal.Width' within classes"), lda);
    assertTrue(lda.contains("discriminant.shrinkage=auto"), lda);
    String qda =
        failure(Failure.Kind.NO_SOLUTION, new DiscriminantAnalysis(Kind.QDA, precision), copied);
    assertTrue(
        qda.startsWith("column 'copy' is a combination of 'Sepal.Width' within class 'setosa'"),
        qda);
    for (Shrinkage shrinkage : List.of(Shrinkage.AUTO, Shrinkage.of(0.01), Shrinkage.of(1))) {
      for (Kind kind : Kind.values()) {
        DiscriminantModel model = train(shrunk(kind, shrinkage, precision), copied);
        assertTrue(accuracy(model, copied) > 0.85, kind + " " + shrinkage);
        assertTrue(Double.isNaN(model.fit().wilks().lambda()), "a singular scatter has no Λ");
        assertTrue(Double.isNaN(model.fit().box().m()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aConstantColumnIsNamed(Precision precision) {
    double[] constant = new double[150];
    Arrays.fill(constant, 0.1);
    ClassGolden five = IRIS.with("five", constant);
    String lda =
        failure(Failure.Kind.NO_SOLUTION, new DiscriminantAnalysis(Kind.LDA, precision), five);
    assertTrue(lda.startsWith("column 'five' is constant within classes"), lda);
    // Constant in one class only: LDA has an answer.
    double[] partly = new double[150];
    Random random = new Random(1);
    Arrays.setAll(partly, i -> i < 100 && i >= 50 ? 1e6 + 0.1 : random.nextGaussian());
    ClassGolden some = IRIS.with("some", partly);
    train(new DiscriminantAnalysis(Kind.LDA, precision), some);
    String qda =
        failure(Failure.Kind.NO_SOLUTION, new DiscriminantAnalysis(Kind.QDA, precision), some);
    assertTrue(qda.startsWith("column 'some' is constant within class 'versicolor'"), qda);
    DiscriminantModel auto = train(shrunk(Kind.QDA, Shrinkage.AUTO, precision), some);
    assertTrue(accuracy(auto, some) > 0.9);
    DiscriminantModel mixed =
        train(
            new DiscriminantAnalysis(Kind.QDA, Priors.EMPIRICAL, Shrinkage.NONE, 0.2, precision),
            some);
    assertTrue(accuracy(mixed, some) > 0.9);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aSmallClassIsNamed(Precision precision) {
    ClassGolden small =
        IRIS.rows(IntStream.concat(IntStream.range(0, 100), IntStream.of(120)).toArray());
    String one =
        failure(Failure.Kind.NO_SOLUTION, new DiscriminantAnalysis(Kind.QDA, precision), small);
    assertTrue(one.startsWith("class 'virginica' has 1 row, fewer than 2"), one);
    assertTrue(one.contains("discriminant.mix"), one);
    assertEquals(3, train(new DiscriminantAnalysis(Kind.LDA, precision), small).classes().size());
    assertEquals(1, train(shrunk(Kind.LDA, Shrinkage.AUTO, precision), small).fit().rows()[2]);
    DiscriminantAnalysis mixed =
        new DiscriminantAnalysis(Kind.QDA, Priors.EMPIRICAL, Shrinkage.NONE, 0.1, precision);
    assertTrue(accuracy(train(mixed, small), small) > 0.95);
    ClassGolden four = IRIS.rows(IntStream.range(0, 104).toArray());
    String few =
        failure(Failure.Kind.NO_SOLUTION, new DiscriminantAnalysis(Kind.QDA, precision), four);
    assertTrue(few.startsWith("class 'virginica' has 4 rows, fewer than d+1=5"), few);
    train(shrunk(Kind.QDA, Shrinkage.of(0.1), precision), four);
    ClassGolden tiny = IRIS.rows(0, 1, 50, 51, 100, 101);
    String rows =
        failure(Failure.Kind.NO_SOLUTION, new DiscriminantAnalysis(Kind.LDA, precision), tiny);
    assertTrue(rows.startsWith("6 rows in c=3 classes, fewer than c+d=7"), rows);
    String alone =
        failure(
            Failure.Kind.DATA, new DiscriminantAnalysis(Kind.LDA, precision), IRIS.rows(3, 4, 5));
    assertTrue(alone.startsWith("every row has class 'setosa'"), alone);
  }
}
