package org.suffice.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of every command. */
final class CommonOptions {
  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master: local[N], spark://host:port, yarn, k8s://… (default: local[*])")
  String master;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "A Spark property; may be repeated")
  List<String> conf = new ArrayList<>();

  @Option(
      names = "--deploy-mode",
      paramLabel = "MODE",
      description = "client or cluster, as in spark-submit")
  String deployMode;

  @Option(
      names = "--driver-memory",
      paramLabel = "SIZE",
      description = "Heap of the driver, such as 4g")
  String driverMemory;

  @Option(names = "--debug", description = "Show the stack trace of an error")
  boolean debug;

  @Option(names = "--help", usageHelp = true, description = "Show this help and exit")
  boolean help;
}
