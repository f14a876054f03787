package org.suffice.train;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.suffice.network.Steps;
import org.suffice.solve.NetworkFit.Epoch;
import org.suffice.solve.SolverState;

/**
 * Where the training of a network is between two epochs: all that the epochs to come depend on, so
 * that a run that was killed goes on to the same result.
 */
final class EpochState {
  private static final String COUNT = "steps";
  private static final String FIRST = "first";
  private static final String SECOND = "second";
  private static final String HISTORY = "history";
  private static final String BEST = "best";
  private static final String BEST_OF = "bestOf";
  private static final String START = "start";
  private static final String LEAST = "least";
  private static final String LEAST_OF = "leastOf";

  /** What a solver remembers stands under names of its own. */
  private static final String SOLVER = "solver.";

  private static final int FIELDS = 4;

  private double[] parameters;
  private final Steps steps;
  private final SortedMap<String, double[]> solver = new TreeMap<>();
  private final List<Epoch> history = new ArrayList<>();
  private double[] best;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private int bestEpoch;
  private double[] start;
  private double[] least;
  private double leastLoss = Double.POSITIVE_INFINITY;
  private int leastEpoch;

  /**
   * Before the first epoch.
   *
   * @param parameters owned from now on
   * @param steps how steps are made; null for a solver that has its own way
   */
  EpochState(double[] parameters, Steps steps) {
    this.parameters = parameters;
    this.steps = steps;
  }

  /** What was stored. */
  static EpochState of(SolverState stored, Steps steps) {
    EpochState state = new EpochState(stored.theta().clone(), steps);
    SortedMap<String, double[]> arrays = stored.arrays();
    if (steps != null) {
      steps.restore((long) arrays.get(COUNT)[0], arrays.get(FIRST), arrays.get(SECOND));
    }
    arrays.forEach(
        (name, array) -> {
          if (name.startsWith(SOLVER)) {
            state.solver.put(name.substring(SOLVER.length()), array);
          }
        });
    double[] rows = arrays.get(HISTORY);
    for (int e = 0; e < stored.iteration(); e++) {
      int at = e * FIELDS;
      state.history.add(new Epoch(e + 1, rows[at], rows[at + 1], rows[at + 2], rows[at + 3]));
    }
    state.best = arrays.get(BEST);
    state.bestLoss = arrays.get(BEST_OF)[0];
    state.bestEpoch = (int) arrays.get(BEST_OF)[1];
    state.start = arrays.get(START);
    state.least = arrays.get(LEAST);
    state.leastLoss = arrays.get(LEAST_OF)[0];
    state.leastEpoch = (int) arrays.get(LEAST_OF)[1];
    return state;
  }

  /** A copy to be stored. */
  SolverState stored() {
    SortedMap<String, double[]> arrays = new TreeMap<>();
    if (steps != null) {
      arrays.put(COUNT, new double[] {steps.count()});
      arrays.put(FIRST, steps.first().clone());
      arrays.put(SECOND, steps.second().clone());
    }
    solver.forEach((name, array) -> arrays.put(SOLVER + name, array.clone()));
    double[] rows = new double[history.size() * FIELDS];
    for (int e = 0; e < history.size(); e++) {
      Epoch epoch = history.get(e);
      int at = e * FIELDS;
      rows[at] = epoch.learningRate();
      rows[at + 1] = epoch.loss();
      rows[at + 2] = epoch.validationLoss();
      rows[at + 3] = epoch.validationMetric();
    }
    arrays.put(HISTORY, rows);
    if (best != null) {
      arrays.put(BEST, best.clone());
    }
    arrays.put(BEST_OF, new double[] {bestLoss, bestEpoch});
    if (start != null) {
      arrays.put(START, start.clone());
    }
    if (least != null) {
      arrays.put(LEAST, least.clone());
    }
    arrays.put(LEAST_OF, new double[] {leastLoss, leastEpoch});
    return new SolverState(parameters, epochs(), arrays);
  }

  /** The parameters; steps change them in place. */
  double[] parameters() {
    return parameters;
  }

  /** How steps are made. */
  Steps steps() {
    return steps;
  }

  /** The epochs made. */
  int epochs() {
    return history.size();
  }

  /** The epochs made. */
  List<Epoch> history() {
    return history;
  }

  /** What a solver goes on from. */
  SolverState solverState() {
    return new SolverState(parameters, epochs(), solver);
  }

  /** What a solver has come to. */
  void moveTo(SolverState state) {
    parameters = state.theta().clone();
    solver.clear();
    solver.putAll(state.arrays());
  }

  /** Begins an epoch. */
  void begin() {
    start = parameters.clone();
  }

  /** Ends an epoch. */
  void add(Epoch epoch) {
    if (epoch.loss() < leastLoss && start != null) {
      leastLoss = epoch.loss();
      leastEpoch = history.size();
      least = start;
    }
    history.add(epoch);
    if (epoch.validationLoss() < bestLoss) {
      bestLoss = epoch.validationLoss();
      bestEpoch = epoch.number();
      best = parameters.clone();
    }
  }

  /** The parameters of the least loss of rows held out; null before there are any. */
  double[] best() {
    return best;
  }

  /** How many epochs had been made when they were these. */
  int bestEpoch() {
    return bestEpoch;
  }

  /** The parameters at the beginning of the last epoch that was begun; null before there is one. */
  double[] start() {
    return start;
  }

  /**
   * The parameters at the beginning of the epoch in which the loss of the rows that were trained on
   * was least; null before there is one.
   */
  double[] least() {
    return least;
  }

  /** How many epochs had been made when they were these. */
  int leastEpoch() {
    return leastEpoch;
  }
}
