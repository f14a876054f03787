package org.suffice.jobs.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.suffice.Failure;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.retrain.Trainer;
import org.suffice.jobs.train.DiscriminantJob;
import org.suffice.jobs.train.LinearRegressionJob;
import org.suffice.jobs.train.Provenance;
import org.suffice.model.LinearModel;
import org.suffice.model.LogisticModel;
import org.suffice.model.Model;
import org.suffice.model.NeighborModel;
import org.suffice.model.NetworkModel;
import org.suffice.model.SupportVectorModel;
import org.suffice.read.RowAccount;
import org.suffice.read.Text;
import org.suffice.solve.DiscriminantFit;
import org.suffice.train.DiscriminantSearch;
import org.suffice.train.LinearRegression;

/**
 * An algorithm as retraining uses it: the jobs of {@code train} and {@code summarize}.
 *
 * @param keys of its settings
 */
record RetrainAlgorithm(String name, List<Key> keys) {
  /** The algorithms that can be retrained. */
  static final List<String> NAMES =
      List.of(
          LinearModel.ALGORITHM,
          LogisticModel.ALGORITHM,
          DiscriminantFit.Kind.LDA.text(),
          DiscriminantFit.Kind.QDA.text(),
          NeighborModel.ALGORITHM,
          SupportVectorModel.ALGORITHM,
          NetworkModel.ALGORITHM);

  /** How the jobs begin to say that a model is no start for these data. */
  private static final String REFUSED = "--init-model:";

  /**
   * The algorithm of a name.
   *
   * @throws Failure when there is none
   */
  static RetrainAlgorithm named(String name) {
    List<Key> keys =
        switch (name) {
          case LinearModel.ALGORITHM -> Keys.linearRegression();
          case LogisticModel.ALGORITHM -> Keys.logisticRegression();
          case "lda" -> Keys.discriminant(false);
          case "qda" -> Keys.discriminant(true);
          case NeighborModel.ALGORITHM -> Keys.neighbours();
          case SupportVectorModel.ALGORITHM -> Keys.supportVectorMachine();
          case NetworkModel.ALGORITHM -> NetworkKeys.all();
          default ->
              throw Failure.usage(
                  "retrain.algorithm: unknown algorithm "
                      + Text.show(name)
                      + Text.suggest(name, NAMES));
        };
    return new RetrainAlgorithm(name, keys);
  }

  /**
   * The trainer that settings ask for.
   *
   * @param settings of the algorithm
   * @param data how data are read, without the path
   * @param warm whether a model in service may be the start
   * @throws Failure where settings do not go together
   */
  Trainer trainer(
      Settings settings, DataSettings data, Provenance provenance, Console console, boolean warm) {
    return switch (name) {
      case LinearModel.ALGORITHM -> linear(settings, data, provenance, console);
      case LogisticModel.ALGORITHM -> {
        TrainLogisticRegressionCommand command = new TrainLogisticRegressionCommand(console);
        command.job(settings, provenance, Optional.empty()); // refuses what does not go together
        yield new Warm<>(
            LogisticModel.class, from -> command.job(settings, provenance, from), warm, console);
      }
      case NetworkModel.ALGORITHM -> {
        TrainNeuralNetworkCommand command = new TrainNeuralNetworkCommand(console);
        command.job(settings, provenance, Optional.empty());
        yield new Warm<>(
            NetworkModel.class, from -> command.job(settings, provenance, from), warm, console);
      }
      case NeighborModel.ALGORITHM ->
          onRows(new TrainNeighborsCommand(console).job(settings, provenance));
      case SupportVectorModel.ALGORITHM ->
          onRows(new TrainSupportVectorMachineCommand(console).job(settings, provenance));
      default -> discriminant(settings, data, provenance, console);
    };
  }

  private Trainer linear(
      Settings settings, DataSettings data, Provenance provenance, Console console) {
    LinearRegression trainer = LinearRegressionSettings.trainer(settings);
    LinearRegressionJob job = new LinearRegressionJob(settings.asText(), provenance);
    Map<String, String> defaults = new Settings(keys).asText();
    TrainAlgorithmCommand.Job<? extends Model> onRows =
        new TrainLinearRegressionCommand(console).job(settings, provenance);
    if (!isAdditive(data, trainer.precision(), trainer.folds().isPresent())
        || trainer.errors().isRobust()) {
      return onRows(onRows);
    }
    return new WithStatistics(
        onRows,
        fingerprint(settings),
        new SummarizeLinearRegressionCommand(console).job(settings, provenance),
        (from, to) ->
            job.trainFromStatistics(List.of(from), List.of(), trainer, defaults, to, false));
  }

  private Trainer discriminant(
      Settings settings, DataSettings data, Provenance provenance, Console console) {
    boolean linear = name.equals(DiscriminantFit.Kind.LDA.text());
    DiscriminantFit.Kind kind = linear ? DiscriminantFit.Kind.LDA : DiscriminantFit.Kind.QDA;
    DiscriminantSearch search = DiscriminantSettings.search(kind, settings);
    DiscriminantJob job = new DiscriminantJob(settings.asText(), provenance);
    Map<String, String> defaults = new Settings(keys).asText();
    TrainDiscriminantCommand train =
        linear
            ? new TrainDiscriminantCommand.Linear(console)
            : new TrainDiscriminantCommand.Quadratic(console);
    if (!isAdditive(data, search.precision(), search.folds().isPresent()) || search.leaveOneOut()) {
      return onRows(train.job(settings, provenance));
    }
    SummarizeDiscriminantCommand summarize =
        linear
            ? new SummarizeDiscriminantCommand.Linear(console)
            : new SummarizeDiscriminantCommand.Quadratic(console);
    return new WithStatistics(
        train.job(settings, provenance),
        fingerprint(settings),
        summarize.job(settings, provenance),
        (from, to) ->
            job.trainFromStatistics(List.of(from), List.of(), search.first(), defaults, to, false));
  }

  /** Whether sums of parts of the data are all that is needed, and mean the same in each. */
  private static boolean isAdditive(
      DataSettings data, LinearRegression.Precision precision, boolean folds) {
    return precision == LinearRegression.Precision.EXACT
        && !folds
        && data.bases().values().stream().noneMatch(basis -> basis.needsRange());
  }

  /** What decides about statistics: not what is done with them. */
  private String fingerprint(Settings settings) {
    Map<String, String> deciding = new TreeMap<>(settings.asText());
    deciding
        .keySet()
        .removeIf(
            key ->
                !(key.startsWith("data.") || key.startsWith("features."))
                        && !key.equals("discriminant.shrinkage")
                    || List.of("data.path", "data.quarantine", "features.standardize")
                        .contains(key));
    return name + deciding;
  }

  private static Trainer onRows(TrainAlgorithmCommand.Job<? extends Model> job) {
    return new OnRows(job);
  }

  /** Trains on the rows of the window. */
  private record OnRows(TrainAlgorithmCommand.Job<? extends Model> job) implements Trainer {
    @Override
    public Model train(
        Engine engine, Input input, DataSettings data, Optional<Model> start, String directory) {
      return job.run(engine, input, data, new TrainAlgorithmCommand.Target(directory, false));
    }

    @Override
    public Optional<Statistics> statistics() {
      return Optional.empty();
    }
  }

  /** Trains on the rows of the window, from the model in service where it goes on from it. */
  private record Warm<M extends Model>(
      Class<M> kind,
      Function<Optional<M>, TrainAlgorithmCommand.Job<M>> jobs,
      boolean wanted,
      Console console)
      implements Trainer {
    @Override
    public Model train(
        Engine engine, Input input, DataSettings data, Optional<Model> start, String directory) {
      TrainAlgorithmCommand.Target target = new TrainAlgorithmCommand.Target(directory, false);
      Optional<M> from = start.filter(model -> wanted && kind.isInstance(model)).map(kind::cast);
      try {
        return jobs.apply(from).run(engine, input, data, target);
      } catch (Failure e) {
        if (from.isEmpty() || !e.getMessage().startsWith(REFUSED)) {
          throw e;
        }
        String why = e.getMessage().substring(REFUSED.length()).split(";", 2)[0];
        console.err().println("the training starts anew:" + why);
        return jobs.apply(Optional.empty()).run(engine, input, data, target);
      }
    }

    @Override
    public Optional<Statistics> statistics() {
      return Optional.empty();
    }
  }

  /** Trains from statistics in a directory. */
  @FunctionalInterface
  private interface FromStatistics {
    Model train(String statistics, String directory);
  }

  /** Trains on rows, or on sums of statistics. */
  private record WithStatistics(
      TrainAlgorithmCommand.Job<? extends Model> job,
      String fingerprint,
      SummarizeAlgorithmCommand.Job summarize,
      FromStatistics fromStatistics)
      implements Trainer, Trainer.Statistics {
    @Override
    public Model train(
        Engine engine, Input input, DataSettings data, Optional<Model> start, String directory) {
      return job.run(engine, input, data, new TrainAlgorithmCommand.Target(directory, false));
    }

    @Override
    public Optional<Statistics> statistics() {
      return Optional.of(this);
    }

    @Override
    public RowAccount summarize(Engine engine, Input input, DataSettings data, String directory) {
      return summarize.run(engine, input, data, directory, false);
    }

    @Override
    public Model train(String statistics, String directory) {
      return fromStatistics.train(statistics, directory);
    }
  }
}
