package org.suffice.jobs.cli;

import java.util.concurrent.Callable;
import org.suffice.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code suffice summarize ALGORITHM}. */
@Command(
    name = "summarize",
    description = "Reduces data to statistics, from which models are trained without the data.",
    subcommands = {
      SummarizeLinearRegressionCommand.class,
      SummarizeDiscriminantCommand.Linear.class,
      SummarizeDiscriminantCommand.Quadratic.class
    })
final class SummarizeCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    throw Failure.usage("name an algorithm: suffice summarize linear-regression, lda or qda …");
  }
}
