package org.suffice.bench.suffice;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.suffice.bench.Rows;
import org.suffice.bench.Side;
import org.suffice.block.Block;
import org.suffice.block.BlockBuilder;
import org.suffice.block.DenseBlock;
import org.suffice.jobs.pass.SparkBlocks;
import org.suffice.linalg.NativeLibraries;
import org.suffice.pass.BlockSource;
import org.suffice.pass.Blocks;
import org.suffice.pass.LocalBlocks;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.train.LinearRegression;
import org.suffice.train.LinearRegression.Precision;

/**
 * Suffice's linear regression.
 *
 * <pre>
 * blas                                   path and description of the BLAS, for the peers
 * local THREADS ROWS FEATURES SEED fast|exact   blocks in this process, fitted whenever asked
 * spark THREADS ROWS FEATURES SEED fast|exact   the same blocks in a cached RDD
 * syrk | stream THREADS ROWS FEATURES SEED   nothing but dsyrk: of one block in cache; of all blocks
 * </pre>
 */
public final class SufficeLinearRegression {
  private static final int PARTITION_BYTES = 16 << 20;

  private SufficeLinearRegression() {}

  /** Runs one of them. */
  public static void main(String[] args) throws IOException {
    if (args[0].equals("blas")) {
      String description = NativeLibraries.description();
      String path = System.getProperty("dev.ludovic.netlib.blas.nativeLibPath", "");
      System.out.println(Side.MARK + description);
      System.out.println(Side.MARK + path);
      return;
    }
    int threads = Integer.parseInt(args[1]);
    Data data =
        new Data(new Rows(Integer.parseInt(args[3]), Long.parseLong(args[4])), rows(args[2]));
    switch (args[0]) {
      case "local" ->
          Side.serve(fit(LocalBlocks.of(data.all(threads), threads), data, precision(args)));
      case "spark" -> {
        try (JavaSparkContext context = context(threads)) {
          Side.serve(fit(new SparkBlocks(context, cached(context, data)), data, precision(args)));
        }
      }
      case "syrk" -> Side.serve(new Syrk(data.sampleBlock(), data.rows, threads));
      case "stream" -> Side.serve(new Syrk(data.all(threads), threads));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static int rows(String text) {
    return Math.toIntExact(Long.parseLong(text));
  }

  private static Precision precision(String[] args) {
    return Precision.valueOf(args[5].toUpperCase(Locale.ROOT));
  }

  private static Side fit(Blocks blocks, Data data, Precision precision) {
    int d = data.generator.numFeatures();
    Schema schema =
        new Schema(
            IntStream.range(0, d).mapToObj(j -> Column.numeric(Rows.name(j))).toList(),
            "y",
            Optional.empty());
    FeatureEncoder encoder = new FeatureEncoder(schema.features());
    LinearRegression trainer = new LinearRegression(true, 0.95, precision);
    return new Side() {
      @Override
      public String description() {
        return NativeLibraries.description();
      }

      @Override
      public double[] run() {
        LeastSquaresFit fit = trainer.solve(trainer.reduce(blocks, encoder), schema, encoder).fit();
        return fit.coefficients();
      }
    };
  }

  private static JavaSparkContext context(int threads) {
    return new JavaSparkContext(
        new SparkConf()
            .setAppName("bench")
            .setMaster("local[" + threads + "]")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "localhost")
            .set("spark.driver.bindAddress", "127.0.0.1"));
  }

  private static JavaRDD<BlockSource> cached(JavaSparkContext context, Data data) {
    List<Integer> parts = IntStream.range(0, data.numPartitions()).boxed().toList();
    JavaRDD<BlockSource> sources =
        context
            .parallelize(parts, parts.size())
            .mapPartitions(part -> one(LocalBlocks.inMemory(data.partition(part.next()))))
            .cache();
    sources.count();
    return sources;
  }

  private static Iterator<BlockSource> one(BlockSource source) {
    return List.of(source).iterator();
  }

  /** The rows as the blocks that reading a file would give. */
  private record Data(Rows generator, int rows) implements java.io.Serializable {
    private static final long serialVersionUID = 1L;

    private int blockRows() {
      return BlockBuilder.denseRows(generator.numFeatures());
    }

    private int partitionRows() {
      int block = blockRows() * generator.numFeatures() * Double.BYTES;
      return blockRows() * Math.max(1, PARTITION_BYTES / block);
    }

    int numPartitions() {
      return (rows + partitionRows() - 1) / partitionRows();
    }

    Block sampleBlock() {
      return block(0, Math.min(rows, blockRows()));
    }

    List<Block> partition(int index) {
      int end = Math.min(rows, (index + 1) * partitionRows());
      List<Block> blocks = new ArrayList<>();
      for (int from = index * partitionRows(); from < end; from += blockRows()) {
        blocks.add(block(from, Math.min(end, from + blockRows())));
      }
      return blocks;
    }

    private Block block(int from, int to) {
      int d = generator.numFeatures();
      double[] values = new double[(to - from) * d];
      double[] labels = new double[to - from];
      for (int i = from; i < to; i++) {
        labels[i - from] = generator.fill(i, values, (i - from) * d);
      }
      return DenseBlock.of(d, values, labels, null);
    }

    List<List<Block>> all(int threads) {
      List<List<Block>> partitions = new ArrayList<>();
      for (int p = 0; p < numPartitions(); p++) {
        partitions.add(null);
      }
      LocalBlocks.inParallel(
          "make rows",
          numPartitions(),
          threads,
          org.suffice.pass.Progress.NONE,
          p -> partitions.set(p, partition(p)));
      return partitions;
    }
  }
}
