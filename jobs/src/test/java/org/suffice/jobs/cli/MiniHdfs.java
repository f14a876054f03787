package org.suffice.jobs.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * A real HDFS of one name node and one data node in a JVM of its own, because the jar that holds it
 * carries libraries of its own that clash with Spark's. The build copies that jar to {@code
 * target/minicluster}. The other JVM ends when this one closes its input, or dies.
 */
final class MiniHdfs implements AutoCloseable {
  private final Process process;
  private final String uri;

  private MiniHdfs(Process process, String uri) {
    this.process = process;
    this.uri = uri;
  }

  /** Starts it and waits until it serves. */
  static MiniHdfs start(Path directory) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath(),
            MiniHdfs.class.getName(),
            directory.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectError(directory.resolve("log").toFile())
            .directory(directory.toFile())
            .start();
    StringBuilder uri = new StringBuilder();
    InputStream in = process.getInputStream();
    for (int c = in.read(); c > 0 && c != '\n'; c = in.read()) {
      uri.append((char) c);
    }
    if (!uri.toString().startsWith("hdfs://")) {
      process.destroyForcibly();
      throw new AssertionError(uri + Samples.read(directory.resolve("log")));
    }
    return new MiniHdfs(process, uri.toString());
  }

  private static String classPath() {
    File cluster = new File("target/minicluster/hadoop-client-minicluster.jar").getAbsoluteFile();
    if (!cluster.isFile()) {
      throw new AssertionError("run by Maven, which copies " + cluster);
    }
    String others =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(
                entry ->
                    entry.endsWith("test-classes")
                        || new File(entry)
                            .getName()
                            .matches("(hadoop-client|slf4j-api|jcl-over-slf4j).*\\.jar"))
            .collect(Collectors.joining(File.pathSeparator));
    return cluster + File.pathSeparator + others;
  }

  /** A path in it. */
  String path(String name) {
    return uri + name;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  /** The other JVM. Its classes are not on the class path of the compiler, hence the reflection. */
  public static void main(String[] args) throws Exception {
    Configuration conf = new Configuration();
    for (String server :
        List.of(
            "namenode.http-address",
            "datanode.address",
            "datanode.http.address",
            "datanode.ipc.address")) {
      conf.set("dfs." + server, "127.0.0.1:0");
    }
    conf.set("dfs.replication", "1");
    Class<?> type = Class.forName("org.apache.hadoop.hdfs.MiniDFSCluster$Builder");
    Object builder =
        type.getConstructor(Configuration.class, File.class)
            .newInstance(conf, new File(args[0], "dfs"));
    type.getMethod("numDataNodes", int.class).invoke(builder, 1);
    Object cluster = type.getMethod("build").invoke(builder);
    cluster.getClass().getMethod("waitActive").invoke(cluster);
    System.out.println(cluster.getClass().getMethod("getURI").invoke(cluster));
    System.out.flush();
    while (System.in.read() >= 0) {
      // until the test is over
    }
    cluster.getClass().getMethod("shutdown", boolean.class).invoke(cluster, true);
    Runtime.getRuntime().halt(0);
  }
}
