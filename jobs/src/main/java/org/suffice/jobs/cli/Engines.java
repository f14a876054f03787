package org.suffice.jobs.cli;

import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.pass.LocalEngine;
import org.suffice.jobs.pass.SparkEngine;
import org.suffice.jobs.read.Input;
import org.suffice.pass.Progress;

/** Chooses where a run computes. */
final class Engines {
  private Engines() {}

  /**
   * The engine for an input. Of a local master the cores are those of this process anyway, so that
   * Spark would only add its start; on a cluster Spark is started, and data that are small beside
   * the driver's heap are still computed in the driver.
   */
  static Engine choose(String command, Settings settings, Input input, Progress progress) {
    String master = System.getProperty("spark.master", "local[*]");
    String where = settings.text("execution");
    if (master.startsWith("local") && !master.startsWith("local-cluster")) {
      return where.equals("cluster")
          ? new SparkEngine("suffice " + command, progress)
          : new LocalEngine(threads(master), progress);
    }
    Engine cluster = new SparkEngine("suffice " + command, progress);
    boolean small = input.bytes() <= driverBytes(settings);
    if (where.equals("cluster") || (where.equals("auto") && !small)) {
      return cluster;
    }
    return new DriverOfCluster(
        new LocalEngine(Runtime.getRuntime().availableProcessors(), progress), cluster);
  }

  /** Bytes of data, or of a model that is data, that may be held in memory. */
  static long driverBytes(Settings settings) {
    long set = settings.whole("execution.driver-bytes");
    return set > 0 ? set : Runtime.getRuntime().maxMemory() / 4;
  }

  /** The threads of this process that may compute. */
  static int threads() {
    String master = System.getProperty("spark.master", "local[*]");
    return master.startsWith("local") && !master.startsWith("local-cluster")
        ? threads(master)
        : Runtime.getRuntime().availableProcessors();
  }

  /** The threads of a local master: local, local[N], local[*], local[N,F]. */
  static int threads(String master) {
    if (master.equals("local")) {
      return 1;
    }
    String count = master.replaceAll("^local\\[([0-9*]+).*$", "$1");
    return count.matches("[1-9][0-9]{0,3}")
        ? Integer.parseInt(count)
        : Runtime.getRuntime().availableProcessors();
  }

  /** Computes in the driver of a cluster application, which must be open until the run is over. */
  private record DriverOfCluster(LocalEngine driver, Engine cluster) implements Engine {
    @Override
    public org.suffice.pass.Blocks blocks(
        java.util.List<org.suffice.jobs.read.SplitSource> splits) {
      return driver.blocks(splits);
    }

    @Override
    public org.suffice.pass.HeldBlocks hold(
        java.util.List<org.suffice.jobs.read.SplitSource> splits) {
      return driver.hold(splits);
    }

    @Override
    public org.suffice.pass.MiniBatches.Source miniBatches(org.suffice.pass.HeldBlocks rows) {
      return driver.miniBatches(rows);
    }

    @Override
    public org.suffice.pass.Blocks blocksOf(java.util.List<org.suffice.pass.BlockSource> sources) {
      return driver.blocksOf(sources);
    }

    @Override
    public boolean sparesCores(int tasks) {
      return driver.sparesCores(tasks);
    }

    @Override
    public <R extends java.io.Serializable> java.util.List<R> onEachSplit(
        String what, java.util.List<org.suffice.jobs.read.SplitSource> splits, SplitTask<R> task) {
      return driver.onEachSplit(what, splits, task);
    }

    @Override
    public String description() {
      return driver.description() + " of " + cluster.description();
    }

    @Override
    public void close() {
      cluster.close();
    }
  }
}
