package org.suffice.bench.suffice;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.suffice.bench.Side;
import org.suffice.block.Block;
import org.suffice.jobs.pass.LocalEngine;
import org.suffice.jobs.read.BadRows;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.ReadOptions;
import org.suffice.pass.Progress;
import org.suffice.read.CsvDialect;
import org.suffice.read.RowAccount;
import org.suffice.read.RowPlan;
import org.suffice.statistic.Statistic;

/**
 * A pass that makes blocks of all rows of a file and counts them.
 *
 * <pre>
 * csv|libsvm|parquet THREADS FILE data.bad-rows=… warm   the pass whenever asked
 * csv|libsvm|parquet THREADS FILE data.bad-rows=… cold   all from the listing of the file on, once
 * </pre>
 */
public final class SufficeReading {
  private SufficeReading() {}

  /** Runs one of them. */
  public static void main(String[] args) throws IOException {
    int threads = Integer.parseInt(args[1]);
    DataSettings settings = settings(args[0], args[2], args[3].substring(args[3].indexOf('=') + 1));
    LocalEngine engine = new LocalEngine(threads, Progress.NONE);
    DataSet data = DataSet.forTraining(settings, settings.input(), engine, d -> {});
    if (args[4].equals("cold")) {
      Side.answer(count(data, engine));
      return;
    }
    Side.serve(
        new Side() {
          @Override
          public String description() {
            return engine.description();
          }

          @Override
          public double[] run() {
            return count(data, engine);
          }
        });
  }

  private static double[] count(DataSet data, LocalEngine engine) {
    RowAccount account = engine.blocks(data.sources()).pass(new Count()).account();
    data.requireAcceptable(account);
    return new double[] {account.used()};
  }

  /** The defaults of the command. */
  private static DataSettings settings(String format, String file, String bad) {
    CsvDialect dialect = CsvDialect.DEFAULT;
    BadRows badRows = BadRows.parse(bad);
    return new DataSettings(
        file,
        false,
        false,
        Optional.of(format),
        "y",
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        List.of(),
        dialect,
        false,
        false,
        RowPlan.Missing.ERROR,
        RowPlan.UnseenLevel.ERROR,
        badRows,
        Optional.empty(),
        16 << 20,
        new DataSettings.Limits(10_000, 1_000_000, 1000),
        new ReadOptions(
            dialect.header(),
            false,
            dialect.delimiter(),
            dialect.backslash(),
            "UTF-8",
            1 << 20,
            100L << 30,
            badRows.stopAfter()));
  }

  /** What became of the rows, and nothing of what is in them. */
  private static final class Count implements Statistic<Count> {
    private static final long serialVersionUID = 1L;

    private final RowAccount account = new RowAccount();

    @Override
    public Count fresh() {
      return new Count();
    }

    @Override
    public void add(Block block) {
      account.merge(block.account());
    }

    @Override
    public Count merge(Count other) {
      account.merge(other.account);
      return this;
    }

    @Override
    public RowAccount account() {
      return account;
    }

    @Override
    public long sizeInBytes() {
      return 1 << 10;
    }
  }
}
