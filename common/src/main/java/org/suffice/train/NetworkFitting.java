package org.suffice.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.network.Network;
import org.suffice.network.Steps;
import org.suffice.pass.Blocks;
import org.suffice.pass.MiniBatches;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.solve.NetworkFit;
import org.suffice.solve.NetworkObjective;
import org.suffice.solve.Objective.Evaluation;
import org.suffice.solve.Solution;
import org.suffice.solve.Solution.Termination;
import org.suffice.solve.TrainedNetwork;
import org.suffice.statistic.NetworkErrors;
import org.suffice.statistic.NetworkMoments;

/** One run of the training of a network. */
final class NetworkFitting {
  /** The one stage of a run, in its checkpoints. */
  static final String STAGE = "train";

  private final NeuralNetwork trainer;
  private final NetworkDescent descent;
  private final NetworkData data;
  private final Network network;
  private final Blocks training;
  private final Blocks heldOut;
  private final NetworkObjective objective;
  private final Checkpoints checkpoints;
  private final NeuralNetwork.Listener listener;
  private final List<String> warnings = new ArrayList<>();

  /** The parameters at the beginning of the last two epochs, the later one first. */
  private double[] lastStart;

  private double[] startBefore;

  NetworkFitting(
      NeuralNetwork trainer,
      Blocks rows,
      NetworkData data,
      Checkpoints checkpoints,
      NeuralNetwork.Listener listener) {
    this.trainer = trainer;
    this.descent = trainer.descent();
    this.data = data;
    this.network = data.network();
    this.training = data.training(rows);
    this.heldOut = data.heldOut(rows);
    this.objective = new NetworkObjective(training, network, trainer.lambda());
    this.checkpoints = checkpoints;
    this.listener = listener;
  }

  /** What {@link NeuralNetwork#fit} does. */
  static TrainedNetwork fit(
      NeuralNetwork trainer,
      Blocks rows,
      MiniBatches.Source batches,
      NetworkMoments look,
      Schema schema,
      FeatureEncoder encoder,
      Optional<TrainedNetwork> start,
      Checkpoints checkpoints,
      NeuralNetwork.Listener listener) {
    NetworkData data = NetworkData.of(trainer, rows, look, schema, encoder, start);
    return new NetworkFitting(trainer, rows, data, checkpoints, listener).fit(batches, start);
  }

  private TrainedNetwork fit(MiniBatches.Source source, Optional<TrainedNetwork> start) {
    double[] from =
        start
            .map(model -> model.fit().parameters().clone())
            .orElseGet(() -> network.start(trainer.shape().start(), trainer.seed()));
    NetworkErrors first = errors(training, from);
    NetworkErrors held = data.split().isNone() ? null : errors(heldOut, from);
    requireRows(first, held);
    double before = penalised(first, from);
    if (!Double.isFinite(before)) {
      throw Failure.noSolution(
          "the loss is not a finite number before the first step: set features.standardize=true,"
              + " or look for values that are too large");
    }
    EpochState state = state(from);
    Termination end = run(source, state, first);
    return trained(state, end, start, first, held, before);
  }

  private NetworkErrors errors(Blocks rows, double[] parameters) {
    return rows.pass(new NetworkErrors(network, parameters, data.numbers().centre()));
  }

  private double penalised(NetworkErrors errors, double[] parameters) {
    double penalty = trainer.lambda() / 2 * network.squaredWeights(parameters);
    return (errors.loss() + penalty) / errors.sumWeights();
  }

  private void requireRows(NetworkErrors first, NetworkErrors held) {
    if (held != null && (first.rows() == 0 || held.rows() == 0)) {
      throw Failure.data(
          "early-stop.fraction="
              + data.split().fraction()
              + " of "
              + (first.rows() + held.rows())
              + " rows holds out "
              + (held.rows() == 0 ? "none" : "all")
              + " of them: set another share, or another seed");
    }
  }

  private EpochState state(double[] from) {
    Steps steps =
        descent
            .rule()
            .map(rule -> new Steps(rule, descent.momentum(), network.numParameters()))
            .orElse(null);
    return checkpoints
        .find(STAGE)
        .map(stored -> EpochState.of(stored, steps))
        .orElseGet(() -> new EpochState(from.clone(), steps));
  }

  private Termination run(MiniBatches.Source source, EpochState state, NetworkErrors first) {
    int size = descent.batchSize(first.rows());
    if (size == NetworkDescent.ALL) {
      if (descent.localSteps() != NetworkDescent.TOGETHER) {
        warnings.add(
            "a mini-batch is all "
                + first.rows()
                + " rows, so that optimizer.sync=average has no meaning: every step was of all rows;"
                + " lower optimizer.batch-size");
      }
      return run(
          descent.rule().isEmpty()
              ? NetworkEpochs.ofLbfgs(objective, descent.tolerance())
              : NetworkEpochs.ofAllRows(objective, descent.tolerance()),
          state,
          first.rows());
    }
    if (descent.localSteps() != NetworkDescent.TOGETHER) {
      return run(
          NetworkEpochs.ofAverages(
              training,
              network,
              trainer.lambda(),
              first.sumWeights(),
              size,
              descent.localSteps(),
              trainer.seed()),
          state,
          first.rows());
    }
    MiniBatches.Settings settings =
        new MiniBatches.Settings(data.map(), data.split(), trainer.seed(), size);
    try (MiniBatches batches = source.open(settings)) {
      if (batches.rows() != first.rows()) {
        throw new IllegalStateException(
            "expected "
                + first.rows()
                + " rows, found "
                + batches.rows()
                + ": the data have changed");
      }
      return run(
          NetworkEpochs.ofMiniBatches(batches, network, trainer.lambda(), first.sumWeights()),
          state,
          first.rows());
    }
  }

  private Termination run(NetworkEpochs epochs, EpochState state, long rows) {
    while (state.epochs() < descent.epochs()) {
      if (isPatienceOver(state)) {
        return Termination.EARLY_STOPPED;
      }
      long begun = System.nanoTime();
      startBefore = lastStart;
      lastStart = state.parameters().clone();
      double rate = rate(state.epochs());
      NetworkEpochs.Outcome outcome = epochs.make(state, rate);
      if (outcome.end() == Termination.DIVERGED) {
        return Termination.DIVERGED;
      }
      if (outcome.moved()) {
        NetworkFit.Epoch epoch = epoch(state, rate, outcome.loss());
        state.add(epoch);
        if (checkpoints != Checkpoints.NONE) {
          checkpoints.keep(STAGE, state.stored());
        }
        listener.epochOver(epoch, rows, (System.nanoTime() - begun) * 1e-9);
      }
      if (outcome.end() != null) {
        return outcome.end();
      }
    }
    return isPatienceOver(state) ? Termination.EARLY_STOPPED : Termination.MAX_ITERATIONS;
  }

  /** η of an epoch; of L-BFGS none. */
  private double rate(int epoch) {
    return descent.rule().isEmpty()
        ? Double.NaN
        : descent.learningRate() * descent.schedule().factor(epoch, descent.epochs());
  }

  private boolean isPatienceOver(EpochState state) {
    return trainer.earlyStop().isPresent()
        && state.epochs() - state.bestEpoch() >= trainer.earlyStop().get().patience();
  }

  private NetworkFit.Epoch epoch(EpochState state, double rate, double loss) {
    double validationLoss = Double.NaN;
    double metric = Double.NaN;
    if (!data.split().isNone()) {
      NetworkErrors errors = errors(heldOut, state.parameters());
      validationLoss = errors.meanLoss();
      metric = errors.metric();
    }
    return new NetworkFit.Epoch(state.epochs() + 1, rate, loss, validationLoss, metric);
  }

  /**
   * Parameters to end with.
   *
   * @param epoch how many epochs had been made when they were these
   * @param fallback whether the loss had left the range of a double afterwards
   */
  private record Candidate(double[] parameters, int epoch, boolean fallback) {}

  private List<Candidate> candidates(EpochState state, Termination end) {
    List<Candidate> candidates = new ArrayList<>();
    boolean diverged = end == Termination.DIVERGED;
    int epochs = state.epochs();
    if (state.best() != null) {
      candidates.add(new Candidate(state.best(), state.bestEpoch(), diverged));
    }
    if (!diverged) {
      candidates.add(new Candidate(state.parameters(), epochs, false));
    }
    if (lastStart != null) {
      int made = diverged ? epochs : epochs - 1;
      candidates.add(new Candidate(lastStart, made, true));
      if (startBefore != null) {
        candidates.add(new Candidate(startBefore, made - 1, true));
      }
    }
    return candidates;
  }

  private TrainedNetwork trained(
      EpochState state,
      Termination end,
      Optional<TrainedNetwork> start,
      NetworkErrors first,
      NetworkErrors held,
      double before) {
    Candidate good = good(state, end);
    Evaluation at = objective.evaluate(good.parameters(), false);
    boolean climbed = start.isEmpty() && at.value() > before;
    Termination termination = climbed || good.fallback() ? Termination.DIVERGED : end;
    warn(termination, state, good, at.value(), before);
    double norm = 0;
    for (double derivative : at.gradient()) {
      norm = Math.max(norm, Math.abs(derivative));
    }
    NetworkFit fit =
        new NetworkFit(
            network,
            good.parameters(),
            descent.name(),
            state.history(),
            good.epoch(),
            first.rows(),
            held == null ? 0 : held.rows(),
            first.sumWeights(),
            trainer.lambda(),
            new Solution(termination, state.epochs(), at.value(), norm));
    return new TrainedNetwork(
        data.inputs().schema(),
        data.inputs().means(),
        data.inputs().shift(),
        data.inputs().scale(),
        data.numbers().shift(),
        data.numbers().scale(),
        fit,
        warnings);
  }

  /** The first candidate of a finite loss; what training started from is no result of steps. */
  private Candidate good(EpochState state, Termination end) {
    for (Candidate candidate : candidates(state, end)) {
      boolean result = candidate.epoch() > 0 || !candidate.fallback();
      if (result && Double.isFinite(objective.evaluate(candidate.parameters(), false).value())) {
        return candidate;
      }
    }
    throw Failure.noSolution(
        "the loss left the range of a double in the first epochs; lower optimizer.learning-rate,"
            + " which is "
            + descent.learningRate());
  }

  private void warn(
      Termination termination, EpochState state, Candidate good, double value, double before) {
    switch (termination) {
      case DIVERGED ->
          warnings.add(
              value > before
                  ? "diverged: the loss is "
                      + value
                      + " where it began with "
                      + before
                      + "; lower optimizer.learning-rate"
                  : "diverged: the loss left the range of a double in epoch "
                      + (state.epochs() + 1)
                      + "; the parameters are those after epoch "
                      + good.epoch()
                      + ": lower optimizer.learning-rate");
      case STALLED -> warnings.add("not converged: no better point was found");
      case MAX_ITERATIONS -> {
        if (descent.rule().isEmpty()) {
          warnings.add(
              "not converged: all "
                  + descent.epochs()
                  + " iterations were made; raise optimizer.epochs");
        }
      }
      default -> {}
    }
  }
}
