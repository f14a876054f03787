package org.suffice.bench.suffice;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.suffice.bench.Side;
import org.suffice.jobs.pass.SparkBlocks;
import org.suffice.linalg.NativeLibraries;
import org.suffice.pass.BlockSource;
import org.suffice.pass.Blocks;
import org.suffice.pass.LocalBlocks;
import org.suffice.train.LinearRegression;
import org.suffice.train.LinearRegression.Precision;

/**
 * Suffice's linear regression.
 *
 * <pre>
 * blas                                   path and description of the BLAS, for the peers
 * local THREADS ROWS FEATURES SEED KIND fast|exact   blocks in this process, fitted whenever asked
 * spark THREADS ROWS FEATURES SEED KIND fast|exact   the same blocks in a cached RDD
 * syrk | stream THREADS ROWS FEATURES SEED KIND   nothing but dsyrk: of one block in cache; of all blocks
 * </pre>
 */
public final class SufficeLinearRegression {
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
    GeneratedBlocks data = GeneratedBlocks.of(args[2], args[3], args[4], args[5]);
    switch (args[0]) {
      case "local" -> Side.serve(fit(LocalBlocks.of(data.all(threads), threads), data, args));
      case "spark" -> {
        try (JavaSparkContext context = context(threads)) {
          Side.serve(fit(new SparkBlocks(context, cached(context, data)), data, args));
        }
      }
      case "syrk" -> Side.serve(new Syrk(data.sampleBlock(), data.rows(), threads));
      case "stream" -> Side.serve(new Syrk(data.all(threads), threads));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static Training fit(Blocks blocks, GeneratedBlocks data, String[] args) {
    Precision precision = Precision.valueOf(args[6].toUpperCase(Locale.ROOT));
    LinearRegression trainer = new LinearRegression(true, 0.95, precision);
    return new Training(trainer, blocks, data.generator().numFeatures());
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

  private static JavaRDD<BlockSource> cached(JavaSparkContext context, GeneratedBlocks data) {
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
}
