package org.suffice.jobs.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few seconds of each fuzzer, always the same inputs; {@code scripts/fuzz} takes new ones. */
class FuzzTest {
  private static final double SECONDS = 3;
  private static final long SEED = 1;

  @ParameterizedTest
  @ValueSource(strings = {"csv", "libsvm", "model"})
  void findsNothing(String target, @TempDir Path scratch) throws Exception {
    assertTrue(Fuzz.run(target, scratch, SECONDS, SEED) > 0);
  }
}
