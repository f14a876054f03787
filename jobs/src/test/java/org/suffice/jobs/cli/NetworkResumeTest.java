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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run whose process is destroyed goes on where it was, to the same bits. */
@Timeout(300)
final class NetworkResumeTest {
  private static final int EPOCHS = 400;

  @TempDir Path dir;

  private Path data;
  private Path model;

  @BeforeEach
  void write() {
    data = Samples.write(dir.resolve("d.csv"), Samples.diamonds(600));
    model = dir.resolve("out/m");
  }

  private List<String> words(String optimizer, int epochs, String... more) {
    List<String> words =
        new ArrayList<>(List.of("train", "neural-network", "--data", data.toString()));
    words.addAll(List.of("--label", "cut", "--model", model.toString()));
    for (String set :
        List.of(
            "optimizer.name=" + optimizer,
            "optimizer.epochs=" + epochs,
            "optimizer.schedule=inverse-time",
            "optimizer.tolerance=0",
            "network.hidden=[8]",
            "early-stop.fraction=0.2",
            "early-stop.patience=1000",
            "execution=driver")) {
      words.addAll(List.of("--set", set));
    }
    words.addAll(List.of(more));
    return words;
  }

  private Run train(String optimizer, int epochs, String... more) {
    return Run.with(Map.of("spark.master", "local[2]"), words(optimizer, epochs, more).toArray());
  }

  private Path checkpoint() {
    return model.resolveSibling("." + model.getFileName() + ".checkpoint");
  }

  /** Starts a process, and destroys it once its checkpoint was written so many times. */
  private void destroy(String optimizer, int writings) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-Xmx512m", "-Dspark.master=local[1]"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Suffice.class.getName());
    command.addAll(words(optimizer, EPOCHS));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("process.log").toFile())
            .start();
    FileTime last = null;
    for (int seen = 0; process.isAlive() && seen < writings; ) {
      FileTime now = Files.exists(checkpoint()) ? modified() : last;
      if (now != null && !now.equals(last)) {
        seen++;
        last = now;
      }
      Thread.onSpinWait();
    }
    process.destroyForcibly().waitFor();
    assertTrue(Files.exists(checkpoint()), Samples.read(dir.resolve("process.log")));
    assertFalse(Files.exists(model), "no half model");
  }

  private FileTime modified() throws IOException {
    try {
      return Files.getLastModifiedTime(checkpoint());
    } catch (java.nio.file.NoSuchFileException e) { // being replaced
      return null;
    }
  }

  private byte[] arrays() {
    return Samples.bytes(model.resolve("model.safetensors"));
  }

  private JsonNode provenance() {
    return Run.suffice("describe", "--model", model, "--json").json().path("provenance");
  }

  /** At five points, the first as soon as there is something to go on from. */
  @ParameterizedTest
  @CsvSource({"adam, 1", "adam, 5", "momentum, 20", "nesterov, 60", "lbfgs, 3"})
  void aDestroyedRunGoesOnToTheSameBits(String optimizer, int writings) throws Exception {
    destroy(optimizer, writings);
    Run resumed = train(optimizer, EPOCHS).good();
    byte[] found = arrays();
    assertFalse(Files.exists(checkpoint()), "the run is over");
    String after = provenance().get("resumedAfter").asText();
    assertTrue(after.matches("[1-9]\\d* epochs"), after);
    assertTrue(resumed.err().contains("goes on after " + after), resumed.err());
    train(optimizer, EPOCHS, "--overwrite").good();
    assertFalse(provenance().has("resumedAfter"));
    assertArrayEquals(arrays(), found);
    JsonNode history = Run.suffice("describe", "--model", model, "--json").json().get("history");
    assertEquals(1, history.get(0).get("epoch").asInt());
  }

  @Test
  void otherSettingsOrAnotherInputBeginAnew() throws Exception {
    destroy("adam", 2);
    byte[] kept = Samples.bytes(checkpoint());
    train("adam", 20, "--set", "seed=2").good();
    assertFalse(provenance().has("resumedAfter"));
    assertFalse(Files.exists(checkpoint()));
    Samples.write(checkpoint(), kept);
    Samples.write(data, Samples.diamonds(601));
    train("adam", EPOCHS, "--overwrite").good();
    assertFalse(provenance().has("resumedAfter"));
  }
}
