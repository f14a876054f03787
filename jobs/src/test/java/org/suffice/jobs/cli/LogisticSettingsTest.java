package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.suffice.Failure;
import org.suffice.solve.Penalty;
import org.suffice.train.ClassWeights;
import org.suffice.train.LogisticRegression;
import org.suffice.train.PenaltyPlan;
import org.suffice.train.SolverPlan;

/** What the keys say of a logistic regression. */
final class LogisticSettingsTest {
  @TempDir Path dir;

  private static LogisticRegression trainer(String... sets) {
    Settings settings = new Settings(Keys.logisticRegression());
    for (String set : sets) {
      settings.assignment(set);
    }
    return LogisticSettings.trainer(settings);
  }

  @Test
  void theDefaultsAreMaximumLikelihood() {
    LogisticRegression trainer = trainer();
    assertEquals(SolverPlan.AUTO, trainer.solver());
    assertEquals(ClassWeights.NONE, trainer.classWeights());
    assertTrue(trainer.penalty().isEmpty() && trainer.folds().isEmpty());
    assertTrue(trainer.intercept());
    assertFalse(trainer.standardize());
    assertEquals(0.95, trainer.level());
    assertEquals(10, SolverSettings.checkpointEvery(new Settings(Keys.logisticRegression())));
  }

  @Test
  void theSolver() {
    SolverPlan plan =
        trainer(
                "solver.name=gradient-descent",
                "solver.max-iterations=2000",
                "solver.learning-rate=0.5",
                "solver.tolerance=1e-6",
                "solver.strict=true")
            .solver();
    assertEquals(new SolverPlan("gradient-descent", 1e-6, 2000, 0.5, true), plan);
    assertTrue(LogisticSettings.isGradientDescent(plan));
    assertFalse(LogisticSettings.isGradientDescent(SolverPlan.AUTO));
  }

  @Test
  void classesWeigh() {
    assertEquals(ClassWeights.BALANCED, trainer("class-weights=balanced").classWeights());
    assertEquals(
        Map.of("a", 1.0, "b c", 2.5),
        trainer("class-weights={a=1, \"b c\"=2.5}").classWeights().given());
  }

  /** Names of classes may hold dots, in a file too. */
  @Test
  void classesOfAFileWeigh() throws Exception {
    Path file = Samples.write(dir.resolve("x.conf"), "class-weights = {\"1.5\" = 3, a = 2}\n");
    Settings settings = new Settings(Keys.logisticRegression()).file(file.toString());
    assertEquals(
        Map.of("1.5", 3.0, "a", 2.0), LogisticSettings.trainer(settings).classWeights().given());
  }

  @Test
  void aPenaltyIsOneOfLogLoss() {
    LogisticRegression trainer =
        trainer(
            "penalty.type=elastic-net",
            "penalty.lambda=[2, 0.5]",
            "penalty.l1-ratio=0.3",
            "penalty.convention=sklearn",
            "cross-validation.folds=5");
    PenaltyPlan plan = trainer.penalty().orElseThrow();
    assertEquals(
        new Penalty(
            Penalty.Type.ELASTIC_NET, Penalty.Convention.SKLEARN, 0.3, Penalty.Family.LOG_LOSS),
        plan.penalty());
    assertFalse(plan.nonNegative() || plan.refit());
    assertEquals(5, trainer.folds().orElseThrow().rule().folds());
  }

  /** The C of scikit-learn divides: it cannot be zero, which is said before data are read. */
  @Test
  void aPenaltyByItsInverseIsAboveZero() {
    Failure failure =
        assertThrows(
            Failure.class,
            () -> trainer("penalty.type=ridge", "penalty.lambda=0", "penalty.convention=sklearn"));
    assertTrue(failure.getMessage().contains("above 0"), failure.getMessage());
    trainer("penalty.type=ridge", "penalty.lambda=0", "penalty.convention=glmnet");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "solver.name=gradient-descent | set solver.max-iterations",
        "solver.name=newtons | expected one of auto, newton",
        "solver.max-iterations=-1 | expected a number from 0",
        "solver.max-iterations=99999999999 | expected a number from 0",
        "solver.tolerance=0 | must lie between 0 and 1",
        "solver.learning-rate=0 | must be above 0",
        "class-weights=heavy | expected none, balanced or {class=number",
        "class-weights={a=0} | must be above 0",
        "class-weights={} | names no class",
        "class-weights={a=many} | expected none, balanced",
        "penalty.refit=true | unknown key",
        "penalty.non-negative=true | unknown key",
        "penalty.lambda=1 | set penalty.type",
        "precision=fast | unknown key",
        "inference.covariance=HC3 | unknown key",
        "inference.level=1 | must lie between 0 and 1",
        "cross-validation.folds=5 | set penalty.type",
        "penalty.type=lasso | needs cross-validation.folds",
        "cross-validation.choose=1se | set cross-validation.folds too",
      })
  void badSettingsAreSaid(String set, String message) {
    Failure failure = assertThrows(Failure.class, () -> trainer(set));
    assertEquals(Failure.Kind.USAGE, failure.kind());
    assertTrue(failure.getMessage().contains(message), failure.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"-1", "99999999999"})
  void checkpointsAreCounted(String every) {
    Settings settings = new Settings(Keys.logisticRegression());
    settings.assignment("solver.checkpoint-every=" + every);
    assertThrows(Failure.class, () -> SolverSettings.checkpointEvery(settings));
  }

  @Test
  void aStartThatIsNoLogisticModelIsRefused() throws Exception {
    Path data = Samples.write(dir.resolve("in/rows.csv"), "x,y\n1,a\n2,b\n3,a\n4,b\n");
    Run run =
        Run.suffice(
            "train",
            "logistic-regression",
            "--data",
            data,
            "--label",
            "y",
            "--model",
            dir.resolve("out/model"),
            "--init-model",
            dir.resolve("nowhere"));
    assertEquals(3, run.exitCode(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains("nowhere"), run.err());
  }
}
