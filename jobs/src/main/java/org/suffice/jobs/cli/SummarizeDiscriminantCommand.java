package org.suffice.jobs.cli;

import java.util.List;
import org.suffice.jobs.train.DiscriminantJob;
import org.suffice.jobs.train.Provenance;
import org.suffice.solve.DiscriminantFit;
import org.suffice.train.DiscriminantSearch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code suffice summarize lda} and {@code suffice summarize qda}, which write the same. */
abstract class SummarizeDiscriminantCommand extends SummarizeAlgorithmCommand {
  private static final String DESCRIPTION =
      "Writes the exact Gram matrix of each class, for lda and for qda; they can be added and"
          + " subtracted.";

  /** {@code suffice summarize lda}. */
  @Command(
      name = "lda",
      description = DESCRIPTION,
      footerHeading = "%nSettings (--set KEY=VALUE, or in a file for --config):%n")
  static final class Linear extends SummarizeDiscriminantCommand {
    Linear(Console console) {
      super(console, DiscriminantFit.Kind.LDA);
    }
  }

  /** {@code suffice summarize qda}. */
  @Command(
      name = "qda",
      description = DESCRIPTION,
      footerHeading = "%nSettings (--set KEY=VALUE, or in a file for --config):%n")
  static final class Quadratic extends SummarizeDiscriminantCommand {
    Quadratic(Console console) {
      super(console, DiscriminantFit.Kind.QDA);
    }
  }

  private final DiscriminantFit.Kind kind;

  @Option(names = "--label", paramLabel = "COLUMN", description = "The column of the classes")
  private String label;

  SummarizeDiscriminantCommand(Console console, DiscriminantFit.Kind kind) {
    super(console, kind.text());
    this.kind = kind;
  }

  @Override
  String label() {
    return label;
  }

  @Override
  public List<Key> keys() {
    return Keys.discriminant(kind == DiscriminantFit.Kind.QDA);
  }

  @Override
  Job job(Settings settings, Provenance provenance) {
    DiscriminantSearch search = DiscriminantSettings.search(kind, settings);
    requireAdditive(search.precision(), search.folds().isPresent());
    DiscriminantSettings.requireNoRowsNeeded(search);
    DiscriminantJob job = new DiscriminantJob(settings.asText(), provenance);
    return (engine, input, data, to, overwrite) ->
        job.summarize(engine, input, data, search.first(), to, overwrite);
  }
}
