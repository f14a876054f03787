package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run whose process is destroyed goes on where it was; any other begins anew. */
@Timeout(300)
final class LogisticResumeTest {
  private static final int ITERATIONS = 6000;

  @TempDir Path dir;

  private Path data;

  @BeforeEach
  void write() {
    data = Samples.write(dir.resolve("d.csv"), Samples.diamonds(800));
  }

  private List<String> words(Path model, Path input, int iterations, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("train", "logistic-regression", "--data", input.toString(), "--label", "cut"));
    words.addAll(List.of("--model", model.toString()));
    for (String set :
        List.of(
            "solver.name=gradient-descent",
            "solver.max-iterations=" + iterations,
            "solver.checkpoint-every=20",
            "features.standardize=true",
            "execution=driver")) {
      words.addAll(List.of("--set", set));
    }
    words.addAll(List.of(more));
    return words;
  }

  private Run train(Path model, int iterations, String... more) {
    return Run.with(
        Map.of("spark.master", "local[2]"), words(model, data, iterations, more).toArray());
  }

  /** Starts a process, and destroys it as soon as it has left a checkpoint. */
  private Path destroyed(Path model) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-Xmx512m", "-Dspark.master=local[1]"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Suffice.class.getName());
    command.addAll(words(model, data, ITERATIONS));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("process.log").toFile())
            .start();
    Path checkpoint = model.resolveSibling("." + model.getFileName() + ".checkpoint");
    while (process.isAlive() && !Files.exists(checkpoint)) {
      Thread.sleep(5);
    }
    process.destroyForcibly().waitFor();
    assertTrue(Files.exists(checkpoint), Samples.read(dir.resolve("process.log")));
    assertFalse(Files.exists(model), "no half model");
    return checkpoint;
  }

  private byte[] arrays(Path model) {
    return Samples.bytes(model.resolve("model.safetensors"));
  }

  private JsonNode provenance(Path model) {
    return Run.suffice("describe", "--model", model, "--json").json().get("provenance");
  }

  @Test
  void aDestroyedProcessGoesOn() throws Exception {
    Path whole = dir.resolve("whole/m");
    train(whole, ITERATIONS).good();
    Path model = dir.resolve("out/m");
    Path checkpoint = destroyed(model);
    Run resumed = train(model, ITERATIONS).good();
    assertArrayEquals(arrays(whole), arrays(model));
    assertFalse(Files.exists(checkpoint), "the run is over");
    String after = provenance(model).get("resumedAfter").asText();
    assertTrue(after.matches("[1-9]\\d* iterations"), after);
    assertTrue(resumed.err().contains("goes on after " + after), resumed.err());
    assertFalse(resumed.out().contains("Cost after iteration 0:"), "it did not begin anew");
    assertFalse(provenance(whole).has("resumedAfter"));
  }

  @Test
  void otherSettingsOrAnotherInputBeginAnew() throws Exception {
    Path model = dir.resolve("out/m");
    Path checkpoint = destroyed(model);
    byte[] kept = Samples.bytes(checkpoint);
    train(model, 40, "--set", "intercept=false").good();
    assertFalse(provenance(model).has("resumedAfter"));
    assertFalse(Files.exists(checkpoint));
    Samples.write(checkpoint, kept);
    Files.setLastModifiedTime(data, FileTime.fromMillis(1_000_000_000_000L));
    Samples.write(data, Samples.diamonds(801));
    train(model, ITERATIONS, "--overwrite").good();
    assertFalse(provenance(model).has("resumedAfter"));
  }

  @Test
  void aRunThatFailsLeavesTheOldModel() {
    Path model = dir.resolve("out/m");
    train(model, 40).good();
    byte[] before = arrays(model);
    Run run = train(model, 41, "--overwrite", "--set", "solver.strict=true");
    assertEquals(4, run.exitCode(), run.err());
    assertTrue(run.err().contains("are separated"), run.err()); // no row is Fair and VVS2
    assertArrayEquals(before, arrays(model));
  }
}
