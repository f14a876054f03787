package org.suffice.jobs.faults;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The cluster of {@code scripts/cluster}, with HDFS, on ports of its own. */
final class RealCluster implements AutoCloseable {
  private final Path directory;
  private final Map<String, String> environment;

  private RealCluster(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /**
   * Starts it and waits until it serves.
   *
   * @param directory for its files
   */
  static RealCluster start(Path directory) throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>();
    environment.put("SUFFICE_CLUSTER_DIR", directory.toString());
    int port = freePorts();
    environment.put("SUFFICE_CLUSTER_UI_PORT", Integer.toString(port)); // and the next two
    environment.put("SUFFICE_CLUSTER_PORT", Integer.toString(port + 3));
    environment.put("SUFFICE_CLUSTER_HDFS_PORT", Integer.toString(port + 4));
    environment.put("SUFFICE_CLUSTER_HDFS_UI_PORT", Integer.toString(port + 5));
    RealCluster cluster = new RealCluster(directory, environment);
    Shell.run(environment, "scripts/cluster", "start", "--hdfs").good();
    return cluster;
  }

  private static boolean free(int port) throws IOException {
    try {
      new ServerSocket(port).close();
      return true;
    } catch (BindException e) {
      return false;
    }
  }

  /** The first of six ports that follow one another: the pages of master and workers do. */
  private static int freePorts() throws IOException {
    for (int first = 20_000; first < 30_000; first += 6) {
      boolean free = true;
      for (int port = first; port < first + 6; port++) {
        free &= free(port);
      }
      if (free) {
        return first;
      }
    }
    throw new IOException("no free ports");
  }

  /** The address of the master. */
  String master() {
    return "spark://127.0.0.1:" + environment.get("SUFFICE_CLUSTER_PORT");
  }

  /** A path in its HDFS. */
  String hdfs(String path) {
    return "hdfs://127.0.0.1:" + environment.get("SUFFICE_CLUSTER_HDFS_PORT") + path;
  }

  /** A process of it by its name: master, worker1, worker2, namenode, datanode1, datanode2. */
  ProcessHandle process(String name) throws IOException {
    long pid = Long.parseLong(Files.readString(directory.resolve(name + ".pid")).strip());
    return ProcessHandle.of(pid).orElseThrow(() -> new AssertionError(name + " is not running"));
  }

  /** The executors that run at the moment: what the workers started. */
  List<ProcessHandle> executors() throws IOException {
    List<ProcessHandle> executors = new ArrayList<>();
    for (String worker : List.of("worker1", "worker2")) {
      process(worker).children().forEach(executors::add);
    }
    return executors;
  }

  @Override
  public void close() throws IOException {
    try {
      Shell.run(environment, "scripts/cluster", "stop");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
