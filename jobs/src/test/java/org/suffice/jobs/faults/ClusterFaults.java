package org.suffice.jobs.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.client.HdfsAdmin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.suffice.jobs.retrain.Version;

/**
 * Nights on two workers with the store and the data in HDFS. What is killed stays dead, so the
 * order matters: the last tests run on what is left.
 */
@Tag("faults")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ClusterFaults {
  @TempDir static Path work;
  private static RealCluster cluster;
  private static Night night;

  @BeforeAll
  static void start() throws Exception {
    cluster = RealCluster.start(work.resolve("cluster"));
    night =
        new Night(
            cluster.hdfs("/retrain"),
            work,
            "--set",
            "execution=cluster",
            "--set",
            "data.split-bytes=4096",
            "--master",
            cluster.master());
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  /** The bits that a night without cluster, HDFS and faults has. */
  private static String hashOfQuietNight(int day) throws Exception {
    Path quiet = Files.createDirectories(work.resolve("quiet-" + day));
    Night twin = new Night(quiet.toString(), quiet);
    for (int d = 6; d <= day; d++) {
      twin.deliver();
    }
    twin.run().good();
    return twin.current().sha256();
  }

  private static void awaitExecutors(Shell.Started run) throws Exception {
    while (run.process().isAlive() && cluster.executors().size() < 2) {
      Thread.sleep(5);
    }
  }

  /** A night in whose middle a process of the cluster is killed has the bits of a quiet one. */
  private static void assertNightWithoutChangesNothing(String process) throws Exception {
    Version before = night.current();
    int day = night.deliver();
    Shell.Started run = night.start();
    awaitExecutors(run);
    assertTrue(cluster.process(process).destroyForcibly());
    night.assertPublishes(run.await(), before);
    assertEquals(hashOfQuietNight(day), night.current().sha256());
  }

  @Test
  @Order(1)
  void killedExecutorsChangeNothing() throws Exception {
    Version before = night.current();
    int day = night.deliver();
    Shell.Started run = night.start();
    awaitExecutors(run);
    int killed = 0;
    for (int i = 0; i < 2 && run.process().isAlive(); i++) {
      Thread.sleep(700);
      for (ProcessHandle executor : cluster.executors().stream().limit(1).toList()) {
        killed += executor.destroyForcibly() ? 1 : 0;
      }
    }
    night.assertPublishes(run.await(), before);
    assertTrue(killed > 0);
    assertEquals(hashOfQuietNight(day), night.current().sha256());
  }

  @Test
  @Order(2)
  void aKilledDriverLeavesTheOldModelAndTheNextRunGoesOn() throws Exception {
    for (long wait : List.of(0L, 1000L)) {
      Version before = night.current();
      night.deliver();
      Shell.Started run = night.start();
      awaitExecutors(run);
      Thread.sleep(wait);
      run.process().destroyForcibly();
      int code = run.await().exitCode();
      Version after = night.current();
      assertTrue(after.number() - before.number() <= 1);
      assertTrue(code == 137 || after.number() > before.number(), "it was killed in time: " + code);
      night.run().good();
      assertEquals(before.number() + 1, night.current().number());
    }
  }

  @Test
  @Order(3)
  void whoMayNotWriteIsToldBeforeAnythingIsRead() throws Exception {
    Version before = night.current();
    night.deliver();
    Shell refused = night.runIn(Map.of("HADOOP_USER_NAME", "guest"));
    night.assertFailsCleanly(3, "Permission denied", refused, before);
    night.assertPublishes(night.run(), before);
  }

  /** Names may be made up to a number, in the way in which a disk is full at some moment. */
  @Test
  @Order(4)
  void aQuotaThatIsReachedAnywhereLeavesTheOldModel() throws Exception {
    org.apache.hadoop.fs.Path store = new org.apache.hadoop.fs.Path(night.store());
    URI uri = store.toUri();
    Configuration conf = new Configuration();
    HdfsAdmin admin = new HdfsAdmin(uri, conf);
    Version before = night.current();
    night.deliver();
    int refused = 0;
    boolean published = false;
    try (FileSystem files = FileSystem.newInstance(uri, conf)) {
      // Statistics that were kept are not made again, so that how many names are enough varies.
      for (int more = 0; more <= 30 && !published; more += 3) {
        var summary = files.getContentSummary(store);
        admin.setQuota(store, summary.getFileCount() + summary.getDirectoryCount() + more);
        Shell run = night.run();
        admin.clearQuota(store);
        published = run.exitCode() == 0;
        if (!published) {
          night.assertFailsCleanly(3, "quota", run, before);
          refused++;
        }
      }
      assertTrue(published);
      assertTrue(refused >= 2, "refused in several places: " + refused);
      assertEquals(before.number() + 1, night.current().number());
    }
  }

  @Test
  @Order(5)
  void aStoppedDataNodeChangesNothing() throws Exception {
    assertNightWithoutChangesNothing("datanode1");
  }

  @Test
  @Order(6)
  void aKilledWorkerChangesNothing() throws Exception {
    assertNightWithoutChangesNothing("worker1");
  }
}
