package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.model.Json;
import org.suffice.storage.Storage;

/** Every command on a real HDFS: the same bytes as on the local file system. */
final class HdfsTest {
  private static MiniHdfs hdfs;
  private static String csv;

  @TempDir static Path shared;
  @TempDir Path dir;

  @BeforeAll
  static void start() throws IOException {
    hdfs = MiniHdfs.start(shared);
    csv = Samples.diamonds(1000);
    write("/data/x.csv", csv);
  }

  @AfterAll
  static void stop() throws Exception {
    hdfs.close();
  }

  private static void write(String path, String text) throws IOException {
    Storage storage = Storage.of(hdfs.path(path));
    storage.makeDirectories(Storage.parent(hdfs.path(path)));
    try (OutputStream out = storage.create(hdfs.path(path))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static byte[] bytes(String path) throws IOException {
    try (InputStream in = Storage.of(path).open(path, 0)) {
      return in.readAllBytes();
    }
  }

  private static List<String> names(String path) throws IOException {
    return Storage.of(path).list(path).stream().map(Storage.Entry::name).toList();
  }

  private static Run train(Object data, Object model, Object... more) {
    List<Object> words =
        new ArrayList<>(List.of("train", "linear-regression", "--data", data, "--model", model));
    words.addAll(List.of("--label", "price", "--set", "data.split-bytes=8192"));
    words.addAll(List.of(more));
    return Run.suffice(words.toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"driver", "cluster"})
  void modelsAndPredictionsAreTheBytesOfTheLocalOnes(String execution) throws Exception {
    String model = hdfs.path("/" + execution + "/m");
    String predictions = hdfs.path("/" + execution + "/p");
    Path local = Samples.write(dir.resolve("x.csv"), csv);
    train(local, dir.resolve("m")).good();

    train(hdfs.path("/data"), model, "--set", "execution=" + execution).good();

    byte[] arrays = Samples.bytes(dir.resolve("m/model.safetensors"));
    assertArrayEquals(arrays, bytes(model + "/model.safetensors"));
    for (Object[] run : new Object[][] {{dir.resolve("p"), local}, {predictions, "/data/*.csv"}}) {
      Object data = run[1] instanceof Path ? run[1] : hdfs.path(run[1].toString());
      Run.suffice(
              "predict",
              "--model",
              model,
              "--data",
              data,
              "--output",
              run[0],
              "--set",
              "execution=" + execution)
          .good();
    }
    List<String> parts = names(predictions);
    assertEquals(Samples.tree(dir.resolve("p")), parts);
    assertTrue(parts.size() > 5, parts.toString());
    for (String part : parts) {
      assertArrayEquals(Samples.bytes(dir.resolve("p/" + part)), bytes(predictions + "/" + part));
    }
    assertEquals(List.of("m", "p", "run-status.json"), names(hdfs.path("/" + execution)));

    String figures = hdfs.path("/" + execution + "/e/metrics.json");
    Run evaluation =
        Run.suffice(
            "evaluate", "--model", model, "--data", hdfs.path("/data/x.csv"), "--output", figures);
    assertEquals(1000, evaluation.json().get("rows").asLong());
    assertEquals(evaluation.out(), new String(bytes(figures), StandardCharsets.UTF_8));
    assertEquals(List.of("metrics.json", "run-status.json"), names(Storage.parent(figures)));
  }

  @Test
  void overwriteReplacesAndNothingElseIsReplaced() throws Exception {
    String model = hdfs.path("/over/m");
    train(hdfs.path("/data"), model, "--set", "data.features=[carat]").good();
    byte[] first = bytes(model + "/model.safetensors");

    Run refused = train(hdfs.path("/data"), model);
    assertEquals(2, refused.exitCode());
    assertTrue(refused.err().contains(model + " exists"), refused.err());
    assertArrayEquals(first, bytes(model + "/model.safetensors"));

    train(hdfs.path("/data"), model, "--set", "data.features=[depth]", "--overwrite").good();
    JsonNode json = Run.suffice("describe", "--model", model, "--json").json();
    assertTrue(json.get("coefficients").has("depth"));
    assertEquals(List.of("m", "run-status.json"), names(hdfs.path("/over")));
    assertEquals(
        List.of("_SUCCESS", "model.json", "model.safetensors", "report.html"), names(model));
  }

  @Test
  void badDataAreOneLineAndLeaveTheStatusOnly() throws Exception {
    write("/bad/x.csv", csv.replaceFirst("(?m)^0\\.3,", "much,"));
    int line = csv.substring(0, csv.indexOf("\n0.3,")).split("\n").length + 1;
    for (String execution : List.of("driver", "cluster")) {
      String model = hdfs.path("/bad-" + execution + "/m");
      Run run = train(hdfs.path("/bad"), model, "--set", "execution=" + execution);
      assertEquals(3, run.exitCode(), run.err());
      assertTrue(
          run.err().contains("/bad/x.csv line " + line + ", column 'carat': 'much'"), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
      String parent = Storage.parent(model);
      assertEquals(List.of("run-status.json"), names(parent));
      assertEquals(3, Json.parse(bytes(parent + "/run-status.json")).get("exitCode").asInt());
    }
    Run missing = train(hdfs.path("/no/such.csv"), hdfs.path("/out/m"));
    assertEquals(3, missing.exitCode());
    assertTrue(missing.err().contains("no such file or directory: hdfs://"), missing.err());
  }

  @Test
  void aNameNodeThatIsNotThereIsOneLine() {
    Run run =
        Run.with(
            java.util.Map.of("spark.master", "local[2]"),
            "train",
            "linear-regression",
            "--data",
            "hdfs://no-such-host.invalid:9/x.csv",
            "--label",
            "y",
            "--model",
            dir.resolve("m"));
    assertEquals(3, run.exitCode(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains("no-such-host.invalid"), run.err());
  }
}
