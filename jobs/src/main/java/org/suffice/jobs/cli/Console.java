package org.suffice.jobs.cli;

import java.io.PrintStream;
import org.suffice.pass.Progress;
import org.suffice.solve.IterationListener;
import org.suffice.train.NeuralNetwork;
import org.suffice.train.SupportVectorMachine;
import picocli.CommandLine;

/** Where a command prints: results to one stream, progress and messages to the other. */
record Console(PrintStream out, PrintStream err) {
  Progress progress() {
    return new ConsoleProgress(err, Boolean.getBoolean("suffice.terminal"));
  }

  /**
   * Shows the iterations of a solver.
   *
   * @param costs whether only the cost, every hundred iterations
   */
  IterationListener iterations(boolean costs) {
    return new ConsoleIterations(err, costs, System::currentTimeMillis);
  }

  /** Shows the rounds of a solver. */
  SupportVectorMachine.Listener rounds() {
    return new ConsoleRounds(err, System::currentTimeMillis);
  }

  /**
   * Shows the epochs of a network.
   *
   * @param epochs that are made at most
   */
  NeuralNetwork.Listener epochs(int epochs) {
    return new ConsoleEpochs(err, epochs);
  }

  /** Gives commands the console by their constructor. */
  record Factory(Console console) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      for (var constructor : type.getDeclaredConstructors()) {
        if (constructor.getParameterCount() == 1
            && constructor.getParameterTypes()[0] == Console.class) {
          return type.cast(constructor.newInstance(console));
        }
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
