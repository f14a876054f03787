package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;
import org.suffice.model.CheckpointFile;
import org.suffice.model.LogisticModel;
import org.suffice.solve.IterationListener;
import org.suffice.solve.Penalty;
import org.suffice.solve.Solution.Termination;
import org.suffice.statistic.FoldRule;

/** Where a fit starts: from another model, or where a run that was killed had come to. */
class LogisticStartTest {
  private static final LogisticRows TWO = LogisticRows.drawn(51, 200, 4, 2, 0.8);
  private static final LogisticRows THREE = LogisticRows.drawn(52, 240, 3, 3, 0.8);

  @TempDir Path dir;

  private static LogisticModel from(
      LogisticModel start, LogisticRows rows, LogisticRegression trainer) {
    return rows.train(trainer, false, Optional.of(start), Checkpoints.NONE, IterationListener.NONE);
  }

  private static void assertWarm(
      LogisticModel start, LogisticRows rows, LogisticRegression trainer) {
    LogisticModel cold = rows.train(trainer);
    LogisticModel warm = from(start, rows, trainer);
    assertEquals(Termination.CONVERGED, warm.fit().solution().termination());
    assertArrayEquals(cold.fit().coefficients(), warm.fit().coefficients(), 1e-7);
    assertTrue(
        warm.fit().solution().iterations() < cold.fit().solution().iterations(),
        warm.fit().solution() + " after " + cold.fit().solution());
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "trust-region", "lbfgs"})
  void theModelItselfIsThere(String solver) {
    LogisticRegression trainer = LogisticRows.plain(solver);
    for (LogisticRows rows : List.of(TWO, THREE)) {
      LogisticModel model = rows.train(trainer);
      assertTrue(from(model, rows, trainer).fit().solution().iterations() <= 1);
      LogisticModel scores = rows.train(LogisticRows.standardized(trainer));
      assertTrue(from(scores, rows, trainer).fit().solution().iterations() <= 1);
      assertTrue(
          from(model, rows, LogisticRows.standardized(trainer)).fit().solution().iterations() <= 1);
    }
  }

  @Test
  void fromAnotherPenalty() {
    for (LogisticRows rows : List.of(TWO, THREE)) {
      LogisticRegression near =
          LogisticRows.penalised(LogisticRows.plain("lbfgs"), LogisticGoldenTest.ridge(1.1));
      LogisticRegression trainer =
          LogisticRows.penalised(LogisticRows.plain("lbfgs"), LogisticGoldenTest.ridge(1));
      assertWarm(rows.train(near), rows, trainer);
    }
  }

  @Test
  void columnsAreMatchedByName() {
    LogisticRegression trainer = LogisticRows.plain("newton");
    LogisticRows wider = TWO.with(i -> (i * 7 % 5) / 100.0);
    assertWarm(TWO.train(trainer), wider, trainer);
    assertWarm(wider.train(trainer), TWO, trainer);
    // In another order: a, b, c, d become d, c, b, a.
    LogisticRows turned = TWO.select(3, 2, 1, 0);
    LogisticRows named =
        turned.of(
            List.of(
                TWO.columns().get(3),
                TWO.columns().get(2),
                TWO.columns().get(1),
                TWO.columns().get(0)));
    assertTrue(from(TWO.train(trainer), named, trainer).fit().solution().iterations() <= 1);
  }

  @Test
  void featuresOfOneSideAreTold() {
    LogisticRegression plain = LogisticRows.plain("newton");
    LogisticRegression ridge = LogisticRows.penalised(plain, LogisticGoldenTest.ridge(1));
    LogisticRows wider = TWO.with(i -> (i * 7 % 5) / 100.0);
    String added = wider.columns().get(wider.columns().size() - 1).name();
    LogisticModel narrow = TWO.train(plain);
    assertEquals(
        List.of("--init-model: it lacks the feature '" + added + "', started at 0"),
        from(narrow, wider, plain).record().warnings());
    assertEquals(
        List.of("--init-model: it has the feature '" + added + "', ignored: not in this training"),
        from(wider.train(ridge), TWO, ridge).record().warnings());
    assertEquals(List.of(), from(narrow, TWO, ridge).record().warnings());
    LogisticModel one = TWO.select(0).of(List.of(TWO.columns().get(0))).train(plain);
    assertEquals(
        List.of("--init-model: it lacks 4 features, 'b', 'c', 'd', …, started at 0"),
        from(one, wider, plain).record().warnings());
  }

  @Test
  void fromAReferenceToAllClassesAndBack() {
    LogisticRegression plain = LogisticRows.plain("lbfgs");
    LogisticRegression weak = LogisticRows.penalised(plain, LogisticGoldenTest.ridge(1e-3));
    assertWarm(THREE.train(plain), THREE, weak);
    assertWarm(THREE.train(weak), THREE, plain);
    LogisticRegression newton = LogisticRows.plain("newton");
    LogisticRegression none = LogisticRows.penalised(newton, LogisticGoldenTest.ridge(1e-12));
    assertTrue(from(THREE.train(none), THREE, newton).fit().solution().iterations() <= 1);
  }

  @Test
  void otherClassesAreRefused() {
    LogisticModel other = TWO.ofClasses("k0", "k3").train(LogisticRows.plain());
    Failure failure = assertThrows(Failure.class, () -> from(other, TWO, LogisticRows.plain()));
    assertEquals(Failure.Kind.USAGE, failure.kind());
    assertEquals(
        "--init-model: its classes 'k0, k3' are not those of the data, 'k0, k1'",
        failure.getMessage());
  }

  // ------------------------------------------------------------ checkpoints

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static LogisticRegression trainer(String solver) {
    LogisticRegression plain = LogisticRows.plain(solver);
    Penalty lasso =
        new Penalty(Penalty.Type.LASSO, Penalty.Convention.SUFFICE, 1, Penalty.Family.LOG_LOSS);
    return solver.equals("owlqn")
        ? LogisticRows.folded(
            plain,
            new PenaltyPlan(
                lasso, new double[0], 6, Double.NaN, false, Map.of("b", 0.0), false, false),
            new Folds(FoldRule.ofRows(3, 1), false))
        : plain;
  }

  private StoredCheckpoints checkpoints(String key, int every) {
    return new StoredCheckpoints(new CheckpointFile(dir.resolve("model").toString(), key), every);
  }

  private Path file() {
    return dir.resolve(".model.checkpoint");
  }

  /** Kills a run when it has made so many iterations. */
  private void kill(LogisticRows rows, LogisticRegression trainer, String key, int after) {
    int[] seen = new int[1];
    assertThrows(
        Killed.class,
        () ->
            rows.train(
                trainer,
                false,
                Optional.empty(),
                checkpoints(key, 1),
                (state, value, norm) -> {
                  if (++seen[0] > after) {
                    throw new Killed();
                  }
                }));
  }

  @ParameterizedTest
  @CsvSource({
    "newton, 2",
    "newton, 3",
    "lbfgs, 2",
    "lbfgs, 9",
    "trust-region, 3",
    "owlqn, 3",
    "owlqn, 30",
    "owlqn, 70",
    "owlqn, 120"
  })
  void aKilledRunGoesOnToTheSameBits(String solver, int after) {
    LogisticRegression trainer = trainer(solver);
    for (LogisticRows rows : List.of(TWO, THREE)) {
      int[] iterations = new int[2];
      LogisticModel whole =
          rows.train(
              trainer,
              false,
              Optional.empty(),
              Checkpoints.NONE,
              (state, value, norm) -> iterations[0]++);
      kill(rows, trainer, "key", after);
      StoredCheckpoints stored = checkpoints("key", 1);
      assertTrue(stored.iterationsFound() > 0);
      LogisticModel resumed =
          rows.train(
              trainer, false, Optional.empty(), stored, (state, value, norm) -> iterations[1]++);
      assertArrayEquals(whole.fit().coefficients(), resumed.fit().coefficients());
      assertArrayEquals(whole.fit().standardErrors(), resumed.fit().standardErrors());
      assertEquals(whole.fit().solution(), resumed.fit().solution());
      assertTrue(iterations[1] < iterations[0], iterations[1] + " of " + iterations[0]);
      if (solver.equals("owlqn")) {
        for (int i = 0; i < 6; i++) {
          assertEquals(
              whole.fit().path().steps().get(i).cvError(),
              resumed.fit().path().steps().get(i).cvError());
        }
      }
      stored.remove();
      assertFalse(Files.exists(file()));
    }
  }

  @Test
  void anotherRunPassesTheFileOver() {
    kill(TWO, trainer("lbfgs"), "key", 5);
    assertTrue(checkpoints("key", 1).iterationsFound() > 0);
    assertEquals(0, checkpoints("other", 1).iterationsFound());
  }

  @Test
  void aTornOrChangedFileIsPassedOver() throws IOException {
    kill(TWO, trainer("lbfgs"), "key", 5);
    byte[] good = Files.readAllBytes(file());
    for (int at = 0; at < good.length; at += 97) {
      byte[] changed = good.clone();
      changed[at] ^= 1;
      Files.write(file(), changed);
      assertEquals(0, checkpoints("key", 1).iterationsFound(), "byte " + at);
    }
    for (int length : new int[] {0, 1, 63, 64, 65, good.length / 2, good.length - 1}) {
      Files.write(file(), java.util.Arrays.copyOf(good, length));
      assertEquals(0, checkpoints("key", 1).iterationsFound(), "length " + length);
    }
    Files.write(file(), good);
    assertTrue(checkpoints("key", 1).iterationsFound() > 0);
  }

  @Test
  void filesAreWrittenWhenItIsTime() {
    kill(TWO, trainer("lbfgs"), "key", 4);
    assertTrue(Files.exists(file()));
    checkpoints("key", 1).remove();
    int[] seen = new int[1];
    StoredCheckpoints rare = checkpoints("key", 3);
    TWO.train(
        trainer("lbfgs"),
        false,
        Optional.empty(),
        rare,
        (state, value, norm) -> {
          // Told of an iteration before it is kept.
          assertEquals(state.iteration() > 3, Files.exists(file()));
          seen[0]++;
        });
    assertTrue(seen[0] > 4);
  }
}
