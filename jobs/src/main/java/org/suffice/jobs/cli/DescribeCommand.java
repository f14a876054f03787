package org.suffice.jobs.cli;

import java.util.concurrent.Callable;
import org.suffice.model.Json;
import org.suffice.model.ModelDirectory;
import org.suffice.report.ModelSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code suffice describe}. */
@Command(name = "describe", description = "Shows what a model holds.")
final class DescribeCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions common;

  @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model")
  private String model;

  @Option(names = "--json", description = "Unrounded numbers as JSON")
  private boolean json;

  DescribeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ModelSummary summary = ModelSummary.of(ModelDirectory.read(model));
    console.out().print(json ? Json.pretty(summary.json()) : summary.text());
    return 0;
  }
}
