package org.suffice.jobs.cli;

import java.util.concurrent.Callable;
import org.suffice.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code suffice train ALGORITHM}. */
@Command(
    name = "train",
    description = "Trains a model.",
    subcommands = {
      TrainLinearRegressionCommand.class,
      TrainLogisticRegressionCommand.class,
      TrainDiscriminantCommand.Linear.class,
      TrainDiscriminantCommand.Quadratic.class,
      TrainNeighborsCommand.class,
      TrainSupportVectorMachineCommand.class,
      TrainNeuralNetworkCommand.class
    })
final class TrainCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    throw Failure.usage(
        "name an algorithm: suffice train linear-regression, logistic-regression, lda, qda, knn,"
            + " svm or neural-network …");
  }
}
