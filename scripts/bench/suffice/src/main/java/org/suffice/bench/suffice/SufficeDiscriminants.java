package org.suffice.bench.suffice;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.suffice.bench.Rows;
import org.suffice.bench.Side;
import org.suffice.block.Block;
import org.suffice.linalg.NativeLibraries;
import org.suffice.model.DiscriminantModel;
import org.suffice.model.Outputs;
import org.suffice.pass.LocalBlocks;
import org.suffice.pass.Progress;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.solve.DiscriminantFit;
import org.suffice.train.DiscriminantAnalysis;
import org.suffice.train.LinearRegression.Precision;
import org.suffice.train.Priors;
import org.suffice.train.Shrinkage;

/**
 * Suffice's discriminant analyses of blocks in this process, whenever asked.
 *
 * <pre>
 * THREADS ROWS FEATURES SEED KIND lda|qda fast|exact none|auto fit|score
 * </pre>
 *
 * <p>{@code fit} trains, {@code score} finds the probabilities of all rows. The answer of both is
 * the means of the classes and the probabilities of the first rows.
 */
public final class SufficeDiscriminants {
  private static final int SAMPLE = 200;

  private final DiscriminantAnalysis trainer;
  private final List<List<Block>> partitions;
  private final LocalBlocks blocks;
  private final int threads;
  private final Schema schema;
  private final FeatureEncoder encoder;
  private final Block sample;

  private SufficeDiscriminants(DiscriminantAnalysis trainer, GeneratedBlocks data, int threads) {
    this.trainer = trainer;
    this.threads = threads;
    partitions = data.all(threads);
    blocks = LocalBlocks.of(partitions, threads);
    List<String> classes =
        Schema.inOrder(
            IntStream.range(0, Rows.NUM_CLASSES).mapToObj(String::valueOf).toList());
    schema =
        new Schema(
                IntStream.range(0, data.generator().numFeatures())
                    .mapToObj(j -> Column.numeric(Rows.name(j)))
                    .toList(),
                "y",
                Optional.empty())
            .withClasses(classes);
    encoder = new FeatureEncoder(schema.features());
    sample = data.block(0, Math.min(SAMPLE, data.rows()));
  }

  /** Runs one of them. */
  public static void main(String[] args) throws IOException {
    int threads = Integer.parseInt(args[0]);
    GeneratedBlocks data = GeneratedBlocks.of(args[1], args[2], args[3], args[4]);
    DiscriminantAnalysis trainer =
        new DiscriminantAnalysis(
            DiscriminantFit.Kind.valueOf(args[5].toUpperCase(Locale.ROOT)),
            Priors.EMPIRICAL,
            args[7].equals("auto") ? Shrinkage.AUTO : Shrinkage.NONE,
            0,
            Precision.valueOf(args[6].toUpperCase(Locale.ROOT)));
    SufficeDiscriminants side = new SufficeDiscriminants(trainer, data, threads);
    Side.serve(args[8].equals("fit") ? new Fit(side) : new Score(side, side.fit()));
  }

  private DiscriminantModel fit() {
    return trainer.solve(
        trainer.reduce(blocks, encoder, Rows.NUM_CLASSES), schema, encoder, schema.classes());
  }

  /** Probabilities of every row, one array a block. */
  private void score(Outputs outputs) {
    LocalBlocks.inParallel(
        "score",
        partitions.size(),
        threads,
        Progress.NONE,
        p -> {
          for (Block block : partitions.get(p)) {
            outputs.compute(block, new double[block.numRows() * outputs.names().size()]);
          }
        });
  }

  /** Means, c×d, then probabilities, n×c. */
  private double[] answer(DiscriminantModel model) {
    int c = Rows.NUM_CLASSES;
    int n = sample.numRows();
    double[] means = model.fit().means();
    double[] rows = new double[n * (1 + c)];
    model.outputs().compute(sample, rows);
    double[] answer = new double[means.length + n * c];
    System.arraycopy(means, 0, answer, 0, means.length);
    for (int i = 0; i < n; i++) {
      System.arraycopy(rows, i * (1 + c) + 1, answer, means.length + i * c, c);
    }
    return answer;
  }

  private record Fit(SufficeDiscriminants side) implements Side {
    @Override
    public String description() {
      return NativeLibraries.description();
    }

    @Override
    public double[] run() {
      return side.answer(side.fit());
    }
  }

  private record Score(SufficeDiscriminants side, DiscriminantModel model) implements Side {
    @Override
    public String description() {
      return NativeLibraries.description();
    }

    @Override
    public double[] run() {
      side.score(model.outputs());
      return side.answer(model);
    }
  }
}
