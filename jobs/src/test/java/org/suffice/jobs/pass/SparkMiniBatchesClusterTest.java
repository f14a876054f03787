package org.suffice.jobs.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.suffice.jobs.cli.DeterminismTest;
import org.suffice.pass.MiniBatches;
import org.suffice.statistic.ValidationSplit;

/** {@link SparkMiniBatches} on executors in processes of their own, one of which is killed. */
final class SparkMiniBatchesClusterTest {
  @Test
  void aKilledExecutorChangesNoBit() {
    Map<String, String> properties = new HashMap<>();
    DeterminismTest.putExecutors(properties);
    properties.put("spark.task.maxFailures", "4");
    List<RowsOfPartition> all = RowsOfPartition.cut(3000, 5, false, false);
    MiniBatches.Settings settings = SparkMiniBatchesTest.settings(new ValidationSplit(0.1, 2), 200);
    double[] expected = SparkMiniBatchesTest.inDriverMemory(all, settings, 2);
    try (JavaSparkContext context =
            SparkMiniBatchesTest.context("local-cluster[2,1,512]", properties);
        SparkMiniBatches batches = SparkMiniBatchesTest.onSpark(context, all, settings)) {
      SparkMiniBatchesTest.LOST.set(0);
      assertArrayEquals(
          expected, SparkMiniBatchesTest.trained(batches, () -> executor().destroyForcibly()));
      assertTrue(SparkMiniBatchesTest.LOST.get() > 0, "no executor was lost");
    }
  }

  /** Of a local-cluster: the only processes that this JVM starts meanwhile. */
  private static ProcessHandle executor() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("java"))
        .findFirst()
        .orElseThrow();
  }
}
