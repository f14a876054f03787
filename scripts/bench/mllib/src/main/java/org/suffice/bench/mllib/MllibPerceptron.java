package org.suffice.bench.mllib;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.suffice.bench.ClassRows;
import org.suffice.bench.Side;

/**
 * MLlib's MultilayerPerceptronClassifier on a cached Dataset whenever asked: steps along the
 * gradient of all rows. Counted are seconds per step: the time of some steps more, divided by their
 * number, so that what a fit does once is left out.
 *
 * <pre>
 * THREADS ROWS KIND FEATURES CLASSES SEED FILE HIDDEN START RATE STEPS BLOCK
 * </pre>
 *
 * <p>START is a file of the first parameters, which have the same layout here. Answers are the
 * parameters after one step and the others.
 */
public final class MllibPerceptron implements Side {
  private final Dataset<Row> data;
  private final MultilayerPerceptronClassifier trainer;
  private final int steps;
  private final String text;
  private double seconds;

  private MllibPerceptron(
      Dataset<Row> data, MultilayerPerceptronClassifier trainer, int steps, String text) {
    this.data = data;
    this.trainer = trainer;
    this.steps = steps;
    this.text = text;
  }

  /** Serves. */
  public static void main(String[] args) throws IOException {
    SparkSession spark = Mllib.session(args[0]);
    long count = Long.parseLong(args[1]);
    ClassRows rows = ClassRows.of(args[2], args[3], args[4], args[5], args[6]);
    Dataset<Row> data = MllibLogistic.cached(spark, rows, count, 4 * Integer.parseInt(args[0]));
    MultilayerPerceptronClassifier trainer =
        new MultilayerPerceptronClassifier()
            .setLabelCol("y")
            .setLayers(
                new int[] {rows.numFeatures(), Integer.parseInt(args[7]), rows.numClasses()})
            .setInitialWeights(parameters(Path.of(args[8])))
            .setSolver("gd")
            .setStepSize(Double.parseDouble(args[9]))
            .setBlockSize(Integer.parseInt(args[11]))
            .setTol(0);
    String text = "Spark " + spark.version() + ", " + Mllib.blas();
    Side.serve(new MllibPerceptron(data, trainer, Integer.parseInt(args[10]), text));
    spark.stop();
  }

  private static Vector parameters(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[bytes.remaining() / Double.BYTES];
    bytes.asDoubleBuffer().get(values);
    return Vectors.dense(values);
  }

  @Override
  public String description() {
    return text;
  }

  @Override
  public double[] run() {
    long begun = System.nanoTime();
    trainer.setMaxIter(1).fit(data);
    long between = System.nanoTime();
    double[] answer = trainer.setMaxIter(1 + steps).fit(data).weights().toArray();
    long end = System.nanoTime();
    seconds = ((end - between) - (between - begun)) * 1e-9 / steps;
    return answer;
  }

  @Override
  public double counted(double elapsed) {
    return seconds;
  }
}
