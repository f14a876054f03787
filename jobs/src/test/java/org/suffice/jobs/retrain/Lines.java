package org.suffice.jobs.retrain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.suffice.block.DenseBlock;
import org.suffice.model.LinearModel;
import org.suffice.model.ModelDirectory;
import org.suffice.model.TrainingRecord;
import org.suffice.read.Column;
import org.suffice.read.Schema;
import org.suffice.solve.LeastSquares;
import org.suffice.statistic.GramStatistic;

/** The smallest models: y = slope times x. */
public final class Lines {
  private Lines() {}

  /** Publishes a line where a run would write what it trained. */
  public static String write(String directory, double slope) {
    double[] x = {1, 2, 3, 4};
    double[] y = {slope, 2 * slope, 3 * slope, 4 * slope};
    GramStatistic gram = new GramStatistic(1);
    gram.add(DenseBlock.of(1, x, y, new double[] {1, 1, 1, 1}));
    LinearModel model =
        new LinearModel(
            new Schema(List.of(Column.numeric("x")), "y", Optional.empty()),
            new int[] {0},
            LeastSquares.solve(gram, new int[] {0}, true, 0.95),
            new double[] {2.5, 2.5 * slope},
            new double[] {1, slope},
            new TrainingRecord(Map.of(), Map.of("used", 4L), List.of(), Map.of()));
    ModelDirectory.write(directory, model, "<html></html>", false);
    return directory;
  }

  /** The slope of the model that readers of a directory or store get. */
  public static double read(String directory) {
    return ModelDirectory.read(directory, LinearModel.class).fit().coefficients()[1];
  }
}
