package org.suffice.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the sides are started: the same heap, the same number of threads, the same BLAS.
 *
 * @param root of the project
 * @param work for data and logs
 * @param java the command
 * @param moduleOptions what Spark opens on JDK 17
 * @param blas file of the native library
 */
record Setting(
    Path root,
    Path work,
    String java,
    List<String> moduleOptions,
    String heap,
    int threads,
    int features,
    long seed,
    String blas) {
  private static final String MLLIB_JAR = "scripts/bench/mllib/target/bench-mllib-0.1.0.jar";

  Setting withBlas(String file) {
    return new Setting(root, work, java, moduleOptions, heap, threads, features, seed, file);
  }

  /** One thread per call: the parallelism is that of tasks. Peers find what OpenBLAS needs. */
  Map<String, String> environment() {
    return Map.of(
        "OPENBLAS_NUM_THREADS",
        "1",
        "OMP_NUM_THREADS",
        "1",
        "SPARK_LOCAL_IP",
        "127.0.0.1",
        "LD_LIBRARY_PATH",
        blas.isEmpty() ? "" : String.valueOf(Path.of(blas).getParent()));
  }

  private List<String> jvm(String... more) {
    List<String> command = new ArrayList<>(List.of(java, "-Xmx" + heap, "-XX:+UseParallelGC"));
    command.addAll(moduleOptions);
    command.addAll(List.of(more));
    return command;
  }

  private String classPath(String... entries) {
    List<String> paths = new ArrayList<>();
    for (String entry : entries) {
      paths.add(root.resolve(entry).toString());
    }
    return String.join(File.pathSeparator, paths);
  }

  /** A Suffice side in memory. */
  List<String> suffice(String... arguments) {
    return sufficeMain("SufficeLinearRegression", arguments);
  }

  /** A Suffice side with a main class of its own. */
  List<String> sufficeMain(String main, String... arguments) {
    List<String> command =
        jvm(
            // Folds are worked on in the common pool and in the thread that asks.
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + (threads - 1),
            "-cp",
            classPath(
                "scripts/bench/suffice/target/classes",
                "scripts/bench/harness/target/classes",
                "jobs/target/suffice.jar",
                "jobs/target/spark/jars/*"),
            "org.suffice.bench.suffice." + main);
    command.addAll(List.of(arguments));
    return command;
  }

  /** An MLlib side. */
  List<String> mllib(List<String> flags, String... arguments) {
    return mllibMain(flags, "MllibLinearRegression", arguments);
  }

  /** An MLlib side with a main class of its own. */
  List<String> mllibMain(List<String> flags, String main, String... arguments) {
    List<String> more = new ArrayList<>(flags);
    more.add("-Ddev.ludovic.netlib.blas.nativeLibPath=" + blas);
    more.add("-Ddev.ludovic.netlib.lapack.nativeLibPath=" + blas);
    return sparkMain(more, main, arguments);
  }

  /** An MLlib side on its own products of matrices in Java: Spark brings no native library. */
  List<String> mllibAsItComes(String main, String... arguments) {
    return sparkMain(List.of("-Ddev.ludovic.netlib.blas.nativeLib=none"), main, arguments);
  }

  /** A Spark side with a main class of its own. */
  List<String> sparkMain(List<String> flags, String main, String... arguments) {
    List<String> command = jvm();
    command.addAll(flags);
    command.addAll(
        List.of(
            "-cp",
            classPath(MLLIB_JAR, "scripts/bench/mllib/target/jars/*"),
            "org.suffice.bench.mllib." + main));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Whether MLlib could be fetched when this was built. */
  boolean hasMllib() {
    return Files.isDirectory(root.resolve("scripts/bench/mllib/target/jars"))
        && Files.exists(root.resolve(MLLIB_JAR));
  }
}
