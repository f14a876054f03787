package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Trains an algorithm of many passes in every way there is to execute them. */
abstract class IterativeDeterminism {
  @TempDir Path dir;

  private final String algorithm;
  private final String setting;

  /**
   * Tests an algorithm.
   *
   * @param setting that keeps the number of its passes small
   */
  IterativeDeterminism(String algorithm, String setting) {
    this.algorithm = algorithm;
    this.setting = setting;
  }

  private byte[] train(List<Object> options, String master, String execution, Object data) {
    Map<String, String> properties = new HashMap<>();
    properties.put("spark.master", master);
    properties.put("spark.extraListeners", ClusterWatch.class.getName());
    if (master.startsWith("local-cluster")) {
      DeterminismTest.putExecutors(properties);
    }
    List<Object> words =
        new ArrayList<>(
            List.of(
                "train",
                algorithm,
                "--data",
                data,
                "--model",
                dir.resolve("out/m"),
                "--overwrite",
                "--set",
                setting,
                "--set",
                "data.split-bytes=4096",
                "--set",
                "execution=" + execution));
    words.addAll(options);
    Run.with(properties, words.toArray()).good();
    return Samples.bytes(dir.resolve("out/m/model.safetensors"));
  }

  /**
   * Fails unless threads, engines and a killed executor leave every bit of the model as it is.
   *
   * @param file a name for the data, which says their format
   * @param text the data
   * @param options of the training
   */
  final void assertSameBitsWhateverExecutes(String file, String text, List<Object> options) {
    Path data = Samples.write(dir.resolve(file), text);
    byte[] expected = train(options, "local[1]", "driver", data);
    assertArrayEquals(expected, train(options, "local[2]", "driver", data));
    assertArrayEquals(expected, train(options, "local[7]", "driver", data));
    ClusterWatch.reset(false);
    assertArrayEquals(expected, train(options, "local[2]", "cluster", data));
    assertTrue(ClusterWatch.JOBS.get() > 5, "a pass or step is a job: " + ClusterWatch.JOBS.get());
    Samples.write(dir.resolve(file + ".slow"), "");
    ClusterWatch.killOnce(4);
    assertArrayEquals(
        expected, train(options, "local-cluster[2,1,512]", "cluster", "faulty://" + data));
    assertEquals(1, ClusterWatch.LOST_EXECUTORS.size(), ClusterWatch.LOST_EXECUTORS.toString());
  }
}
