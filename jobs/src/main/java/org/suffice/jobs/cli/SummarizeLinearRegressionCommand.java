package org.suffice.jobs.cli;

import java.util.List;
import org.suffice.jobs.train.LinearRegressionJob;
import org.suffice.jobs.train.Provenance;
import org.suffice.train.LinearRegression;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code suffice summarize linear-regression}. */
@Command(
    name = "linear-regression",
    description = "Writes the exact Gram matrix of the data, which can be added and subtracted.",
    footerHeading = "%nSettings (--set KEY=VALUE, or in a file for --config):%n")
final class SummarizeLinearRegressionCommand extends SummarizeAlgorithmCommand {
  @Option(
      names = "--label",
      paramLabel = "COLUMN[,COLUMN…]",
      description = "The column to predict, or several that share one pass")
  private String label;

  SummarizeLinearRegressionCommand(Console console) {
    super(console, "linear-regression");
  }

  @Override
  String label() {
    return label;
  }

  @Override
  public List<Key> keys() {
    return Keys.linearRegression();
  }

  @Override
  Job job(Settings settings, Provenance provenance) {
    LinearRegression trainer = LinearRegressionSettings.trainer(settings);
    requireAdditive(trainer.precision(), trainer.folds().isPresent());
    LinearRegressionJob job = new LinearRegressionJob(settings.asText(), provenance);
    return (engine, input, data, to, overwrite) ->
        job.summarize(engine, input, data, trainer, to, overwrite);
  }
}
