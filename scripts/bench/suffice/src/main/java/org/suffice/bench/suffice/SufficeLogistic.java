package org.suffice.bench.suffice;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.suffice.bench.ClassRows;
import org.suffice.bench.Rows;
import org.suffice.bench.Side;
import org.suffice.block.Block;
import org.suffice.block.BlockBuilder;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.linalg.NativeLibraries;
import org.suffice.pass.LocalBlocks;
import org.suffice.pass.Progress;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.Penalty;
import org.suffice.train.Checkpoints;
import org.suffice.train.ClassWeights;
import org.suffice.train.LogisticRegression;
import org.suffice.train.PenaltyPlan;
import org.suffice.train.SolverPlan;

/**
 * Suffice's logistic regression of blocks in this process, fitted whenever asked.
 *
 * <pre>
 * THREADS ROWS KIND FEATURES CLASSES SEED FILE LAMBDA TOLERANCE SOLVER
 * </pre>
 *
 * <p>Answers are iterations, passes, and for each function its constant and coefficients.
 */
public final class SufficeLogistic {
  private static final int PARTITION_BYTES = 16 << 20;

  private SufficeLogistic() {}

  /** Serves. */
  public static void main(String[] args) throws IOException {
    Side.serve(side(args));
  }

  static Side side(String[] args) {
    int threads = Integer.parseInt(args[0]);
    long count = Long.parseLong(args[1]);
    ClassRows rows = ClassRows.of(args[2], args[3], args[4], args[5], args[6]);
    LocalBlocks blocks = LocalBlocks.of(blocks(rows, count, threads), threads);
    double lambda = Double.parseDouble(args[7]);
    LogisticRegression trainer =
        new LogisticRegression(
            true,
            0.95,
            false,
            ClassWeights.NONE,
            lambda == 0 ? Optional.empty() : Optional.of(ridge(lambda)),
            Optional.empty(),
            new SolverPlan(args[9], Double.parseDouble(args[8]), 0, 0.1, false));
    List<String> classes =
        IntStream.range(0, rows.numClasses()).mapToObj(String::valueOf).toList();
    Schema schema =
        new Schema(
                IntStream.range(0, rows.numFeatures())
                    .mapToObj(j -> Column.numeric(Rows.name(j)))
                    .toList(),
                "y",
                Optional.empty())
            .withClasses(classes);
    FeatureEncoder encoder = new FeatureEncoder(schema.features());
    return new Side() {
      @Override
      public String description() {
        return NativeLibraries.description();
      }

      @Override
      public double[] run() {
        return answer(
            trainer
                .fit(
                    blocks,
                    trainer.look(blocks, encoder, classes.size()),
                    schema,
                    encoder,
                    Optional.empty(),
                    Checkpoints.NONE,
                    (state, value, norm) -> {})
                .fit());
      }
    };
  }

  private static PenaltyPlan ridge(double lambda) {
    return new PenaltyPlan(
        Penalty.of(Penalty.Type.RIDGE, Penalty.Convention.SUFFICE),
        new double[] {lambda},
        100,
        Double.NaN,
        false,
        Map.of(),
        false,
        false);
  }

  private static double[] answer(LogisticFit fit) {
    double[] coefficients = fit.coefficients();
    double[] answer = new double[coefficients.length + 2];
    answer[0] = fit.solution().iterations();
    answer[1] = fit.passes();
    System.arraycopy(coefficients, 0, answer, 2, coefficients.length);
    return answer;
  }

  /** The rows as the blocks that reading a file would give. */
  private static List<List<Block>> blocks(ClassRows rows, long count, int threads) {
    boolean dense = rows.kind().isDense();
    int block = dense ? BlockBuilder.denseRows(rows.numFeatures()) : 4096;
    int bytes = dense ? block * rows.numFeatures() * Double.BYTES : block * 30 * 12;
    int blocks = Math.max(1, PARTITION_BYTES / bytes);
    int parts = (int) ((count + (long) block * blocks - 1) / ((long) block * blocks));
    List<List<Block>> all = new ArrayList<>();
    for (int p = 0; p < parts; p++) {
      all.add(new ArrayList<>());
    }
    LocalBlocks.inParallel(
        "make rows",
        parts,
        threads,
        Progress.NONE,
        p -> {
          long end = Math.min(count, (long) (p + 1) * block * blocks);
          for (long from = (long) p * block * blocks; from < end; from += block) {
            all.get(p).add(block(rows, from, (int) Math.min(block, end - from)));
          }
        });
    return all;
  }

  private static Block block(ClassRows rows, long from, int n) {
    double[] labels = new double[n];
    long[] rowIds = new long[n];
    int[] starts = new int[n + 1];
    int[] indices = new int[n];
    double[] values = new double[n];
    ClassRows.Row row = rows.row();
    for (int i = 0; i < n; i++) {
      rows.fill(from + i, row);
      int at = starts[i];
      starts[i + 1] = at + row.count();
      if (starts[i + 1] > values.length) {
        indices = Arrays.copyOf(indices, 2 * starts[i + 1]);
        values = Arrays.copyOf(values, 2 * starts[i + 1]);
      }
      for (int e = 0; e < row.count(); e++) {
        indices[at + e] = row.index(e);
        values[at + e] = row.value(e);
      }
      labels[i] = row.label();
      rowIds[i] = from + i;
    }
    int d = rows.numFeatures();
    RowAccount account = RowAccount.of(n, 0, 0, 0);
    values = Arrays.copyOf(values, starts[n]);
    if (rows.kind().isDense()) {
      return new DenseBlock(n, d, values, labels, null, 0, rowIds, account);
    }
    indices = Arrays.copyOf(indices, starts[n]);
    return new SparseBlock(n, d, starts, indices, values, labels, null, 0, rowIds, account);
  }
}
