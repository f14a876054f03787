package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.suffice.model.Json;

/** One data set, one model, to the bit: whatever executes it and whatever breaks on the way. */
public final class DeterminismTest {
  /** Cut into 4 KiB: more than 32 partitions, hence a shuffle on the way to the driver. */
  private static final int ROWS = 3300;

  private static final int PARTITIONS = 37;

  @TempDir Path dir;

  private Path data;
  private byte[] expected;

  @BeforeEach
  void trainOnOneThread() {
    data = Samples.write(dir.resolve("d.csv"), Samples.diamonds(ROWS));
    train("local[1]", "driver", data).good();
    expected = arrays();
    assertEquals(
        Integer.toString(PARTITIONS),
        Run.suffice("describe", "--model", dir.resolve("out/m"), "--json")
            .json()
            .get("provenance")
            .get("partitions")
            .asText());
  }

  private byte[] arrays() {
    return Samples.bytes(dir.resolve("out/m/model.safetensors"));
  }

  private Run train(String master, String execution, Object input) {
    Map<String, String> properties = new HashMap<>();
    properties.put("spark.master", master);
    properties.put("spark.extraListeners", ClusterWatch.class.getName());
    if (master.startsWith("local-cluster")) {
      putExecutors(properties);
    }
    return train(properties, execution, input);
  }

  /** The properties of a cluster of two executors in processes of their own. */
  static Map<String, String> clusterOfTwo() {
    Map<String, String> properties = new HashMap<>();
    properties.put("spark.master", "local-cluster[2,1,512]");
    putExecutors(properties);
    return properties;
  }

  public static void putExecutors(Map<String, String> properties) {
    properties.put("spark.executor.memory", "512m");
    properties.put("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1");
    properties.put("spark.executor.extraClassPath", classPathBesideSpark());
    properties.put("spark.executorEnv.SPARK_LOCAL_IP", "127.0.0.1");
    properties.put("spark.task.maxFailures", "2");
  }

  private Run train(Map<String, String> properties, String execution, Object input) {
    return Run.with(
        properties,
        "train",
        "linear-regression",
        "--data",
        input,
        "--label",
        "price",
        "--model",
        dir.resolve("out/m"),
        "--overwrite",
        "--set",
        "data.split-bytes=4096",
        "--set",
        "execution=" + execution);
  }

  /** What a cluster lacks: our classes and the jars that the job jar would carry. */
  private static String classPathBesideSpark() {
    String[] jars = new File(System.getenv("SPARK_HOME"), "jars").list();
    Set<String> there = new java.util.HashSet<>(Arrays.asList(jars));
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !there.contains(new File(entry).getName()))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Path mark(String fault) {
    return Samples.write(dir.resolve("d.csv." + fault), "");
  }

  @ParameterizedTest
  @CsvSource({
    "local,       driver",
    "local[2],    driver",
    "local[7],    driver",
    "local[1],    cluster",
    "local[2],    cluster",
    "local[7],    cluster"
  })
  void threadsAndEnginesDoNotShow(String master, String execution) {
    for (int repeat = 0; repeat < 3; repeat++) {
      ClusterWatch.reset(false);
      train(master, execution, data).good();
      assertArrayEquals(expected, arrays());
      // One for the levels of the categories, one for the pass.
      assertEquals(execution.equals("cluster") ? 2 : 0, ClusterWatch.JOBS.get());
    }
  }

  @Test
  void aRepeatedTaskCountsOnce() {
    mark("once");
    ClusterWatch.reset(false);
    train("local[2,2]", "cluster", "faulty://" + data).good();
    assertArrayEquals(expected, arrays());
    assertEquals(1, ClusterWatch.BAD_TASKS.size(), ClusterWatch.BAD_TASKS.toString());
    assertTrue(ClusterWatch.BAD_TASKS.get(0).contains("the disk stumbled"));
  }

  @Test
  void aTaskThatAlwaysFailsIsOneLine() {
    mark("always");
    ClusterWatch.reset(false);
    byte[] before = arrays();
    Run run = train("local[2,3]", "cluster", "faulty://" + data);
    assertEquals(3, run.exitCode(), run.err());
    assertEquals(
        "suffice: cannot read faulty:" + data + ": the disk is gone", run.err().stripTrailing());
    assertArrayEquals(before, arrays());
    assertFailedStatus(3);
  }

  @Test
  void anExecutorKilledInEveryJobDoesNotShow() {
    mark("slow");
    ClusterWatch.reset(true);
    train("local-cluster[2,1,512]", "cluster", "faulty://" + data).good();
    assertArrayEquals(expected, arrays());
    assertEquals(2, ClusterWatch.JOBS.get());
    assertEquals(2, ClusterWatch.LOST_EXECUTORS.size(), ClusterWatch.LOST_EXECUTORS.toString());
    // A killed task, and those whose output for the shuffle went with the executor.
    assertTrue(
        ClusterWatch.BAD_TASKS.stream().anyMatch(reason -> reason.contains("ExecutorLostFailure")),
        ClusterWatch.BAD_TASKS.toString());
    assertTrue(ClusterWatch.GOOD_TASKS.get() > 2 * PARTITIONS + 2, "tasks were run again");
  }

  /** Spark starts a second attempt of whatever is slow and takes the one that ends first. */
  @Test
  void secondAttemptsOfSlowTasksDoNotShow() {
    predict("p-driver", data.toString(), 4096, "driver").good();
    mark("straggler");
    Map<String, String> properties = new HashMap<>();
    putExecutors(properties);
    properties.put("spark.extraListeners", ClusterWatch.class.getName());
    properties.put("spark.driver.host", "localhost");
    properties.put("spark.driver.bindAddress", "127.0.0.1");
    properties.put("spark.ui.enabled", "false");
    properties.put("spark.locality.wait", "0s"); // else all tasks wait for the host of the file
    properties.put("spark.speculation", "true");
    properties.put("spark.speculation.interval", "10ms");
    properties.put("spark.speculation.multiplier", "1");
    properties.put("spark.speculation.quantile", "0.1");
    properties.put("spark.speculation.minTaskRuntime", "20ms");
    try (TwoHosts cluster = new TwoHosts(dir.resolve("work"))) {
      properties.put("spark.master", cluster.url());
      ClusterWatch.reset(false);
      train(properties, "cluster", "faulty://" + data).good();
      assertArrayEquals(expected, arrays());
      assertSecondAttempts(2); // of the straggler in both jobs, and of others as it comes
      JsonNode model = Run.suffice("describe", "--model", dir.resolve("out/m"), "--json").json();
      assertEquals(ROWS, model.get("rows").asLong());
      assertEquals(ROWS, model.get("rowAccount").get("read").asLong());
      assertEquals(ROWS, model.get("rowAccount").get("used").asLong());

      ClusterWatch.reset(false);
      predict(properties, "p-cluster", data.toString(), 4096, "cluster").good();
      assertSecondAttempts(1);
      assertEquals(PARTITIONS + 1, Samples.tree(dir.resolve("p-cluster")).size());
      assertEquals(Samples.parts(dir.resolve("p-driver")), Samples.parts(dir.resolve("p-cluster")));
    }
  }

  private static void assertSecondAttempts(int least) {
    assertTrue(ClusterWatch.SECOND_ATTEMPTS.get() >= least, "no second attempts, nothing tested");
    // Of two attempts one was killed: since the other succeeded, or the stage with it.
    long killed = ClusterWatch.BAD_TASKS.stream().filter(r -> r.startsWith("TaskKilled")).count();
    assertTrue(killed >= least, ClusterWatch.BAD_TASKS.toString());
    assertEquals(ClusterWatch.BAD_TASKS.size(), killed, ClusterWatch.BAD_TASKS.toString());
    assertEquals(List.of(), ClusterWatch.LOST_EXECUTORS);
  }

  @Test
  void aTaskThatEndsItsExecutorEndsTheRun() {
    mark("halt");
    ClusterWatch.reset(false);
    Run run = train("local-cluster[2,1,512]", "cluster", "faulty://" + data);
    assertEquals(1, run.exitCode(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(ClusterWatch.LOST_EXECUTORS.size() >= 2, ClusterWatch.LOST_EXECUTORS.toString());
    assertFailedStatus(1);
  }

  @Test
  void anExceptionThatNobodyExpectsIsOneLineAndInTheStatusFile() {
    mark("broken");
    for (String execution : List.of("driver", "cluster")) {
      // Tasks of Spark alone meet the fault: a driver reads on.
      Run run = train("local[2,2]", execution, "faulty://" + data);
      if (execution.equals("driver")) {
        run.good();
        continue;
      }
      assertEquals(1, run.exitCode(), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(run.err().contains("nobody expects this"), run.err());
      assertFailedStatus(1);
    }
  }

  private void assertFailedStatus(int exitCode) {
    JsonNode status;
    try {
      status = Json.parse(Samples.bytes(dir.resolve("out/run-status.json")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertEquals("failed", status.get("status").asText(), "a scheduler would take it for done");
    assertEquals(exitCode, status.get("exitCode").asInt());
  }

  private Run predict(String name, String file, int splitBytes, String execution) {
    Map<String, String> properties =
        Map.of("spark.master", "local[2,2]", "spark.extraListeners", ClusterWatch.class.getName());
    ClusterWatch.reset(false);
    return predict(properties, name, file, splitBytes, execution);
  }

  private Run predict(
      Map<String, String> properties, String name, String file, int splitBytes, String execution) {
    return Run.with(
        properties,
        "predict",
        "--model",
        dir.resolve("out/m"),
        "--data",
        "faulty://" + file,
        "--output",
        dir.resolve(name),
        "--set",
        "data.split-bytes=" + splitBytes,
        "--set",
        "execution=" + execution);
  }

  @Test
  void predictionsOfARepeatedTaskAreThereOnce() {
    predict("p-driver", data.toString(), 4096, "driver").good();
    mark("once");
    predict("p-cluster", data.toString(), 4096, "cluster").good();
    assertEquals(1, ClusterWatch.BAD_TASKS.size(), ClusterWatch.BAD_TASKS.toString());
    assertEquals(PARTITIONS + 1, Samples.tree(dir.resolve("p-cluster")).size());
    assertEquals(ROWS, Samples.parts(dir.resolve("p-cluster")).size());
    assertEquals(Samples.parts(dir.resolve("p-driver")), Samples.parts(dir.resolve("p-cluster")));
  }

  @Test
  void aTaskThatFailsWhileItWritesLeavesNoHalfFile() {
    Path large = Samples.write(dir.resolve("large.csv"), Samples.diamonds(30_000));
    predict("p-driver", large.toString(), 1 << 24, "driver").good();
    Samples.write(dir.resolve("large.csv.late"), "");
    predict("p-cluster", large.toString(), 1 << 24, "cluster").good();
    assertEquals(1, ClusterWatch.BAD_TASKS.size(), ClusterWatch.BAD_TASKS.toString());
    assertEquals(List.of("_SUCCESS", "part-00000.csv"), Samples.tree(dir.resolve("p-cluster")));
    assertEquals(Samples.parts(dir.resolve("p-driver")), Samples.parts(dir.resolve("p-cluster")));
  }
}
