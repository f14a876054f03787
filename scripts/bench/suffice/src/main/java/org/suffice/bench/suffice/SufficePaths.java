package org.suffice.bench.suffice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.suffice.bench.Side;
import org.suffice.block.Block;
import org.suffice.pass.LocalBlocks;
import org.suffice.read.RowAccount;
import org.suffice.solve.ErrorCovariance;
import org.suffice.solve.Penalty;
import org.suffice.statistic.FoldRule;
import org.suffice.statistic.FoldedStatistic;
import org.suffice.statistic.Statistic;
import org.suffice.train.Folds;
import org.suffice.train.LinearRegression;
import org.suffice.train.LinearRegression.Precision;
import org.suffice.train.PenaltyPlan;

/**
 * Suffice's cross-validation over many penalties, of blocks in this process.
 *
 * <pre>
 * THREADS ROWS FEATURES SEED KIND folds FOLDS FILE   the fold of every row, a byte each
 * THREADS ROWS FEATURES SEED KIND lasso|ridge FOLDS fast|exact auto|λ,...   fitted whenever asked
 * </pre>
 *
 * <p>λ are scikit-learn's; auto is its path of 100, down to a thousandth of the first.
 */
public final class SufficePaths {
  private SufficePaths() {}

  /** Runs one of them. */
  public static void main(String[] args) throws IOException {
    int threads = Integer.parseInt(args[0]);
    GeneratedBlocks data = GeneratedBlocks.of(args[1], args[2], args[3], args[4]);
    LocalBlocks blocks = LocalBlocks.of(data.all(threads), threads);
    FoldRule rule = FoldRule.ofRows(Integer.parseInt(args[6]), data.generator().seed());
    if (args[5].equals("folds")) {
      Files.write(Path.of(args[7]), folds(blocks, rule, data.rows()));
      return;
    }
    PenaltyPlan plan =
        new PenaltyPlan(
            Penalty.of(
                Penalty.Type.valueOf(args[5].toUpperCase(Locale.ROOT)), Penalty.Convention.SKLEARN),
            lambdas(args[8]),
            100,
            1e-3,
            false,
            Map.of(),
            false,
            false);
    LinearRegression trainer =
        new LinearRegression(
            true,
            0.95,
            Precision.valueOf(args[7].toUpperCase(Locale.ROOT)),
            false,
            ErrorCovariance.Kind.CLASSICAL,
            Optional.of(plan),
            Optional.of(new Folds(rule, false)));
    Side.serve(new Training(trainer, blocks, data.generator().numFeatures()));
  }

  private static double[] lambdas(String text) {
    return text.equals("auto")
        ? new double[0]
        : Arrays.stream(text.split(",")).mapToDouble(Double::parseDouble).toArray();
  }

  /** The folds as training has them, from 0 on, by the numbers of the rows. */
  private static byte[] folds(LocalBlocks blocks, FoldRule rule, int rows) {
    byte[] folds = new byte[rows];
    byte fold = 0;
    for (RowNumbers part : blocks.pass(new FoldedStatistic<>(new RowNumbers(), rule)).parts()) {
      for (long[] ids : part.ids) {
        for (long id : ids) {
          folds[(int) id] = fold;
        }
      }
      fold++;
    }
    return folds;
  }

  /** Which rows there were. */
  private static final class RowNumbers implements Statistic<RowNumbers> {
    private static final long serialVersionUID = 1L;

    private final ArrayList<long[]> ids = new ArrayList<>();
    private final RowAccount account = new RowAccount();

    @Override
    public RowNumbers fresh() {
      return new RowNumbers();
    }

    @Override
    public void add(Block block) {
      account.merge(block.account());
      ids.add(Arrays.copyOf(block.rowIds(), block.numRows()));
    }

    @Override
    public RowNumbers merge(RowNumbers other) {
      account.merge(other.account);
      ids.addAll(List.copyOf(other.ids));
      return this;
    }

    @Override
    public RowAccount account() {
      return account;
    }

    @Override
    public long sizeInBytes() {
      return 1 << 20;
    }
  }
}
