package org.suffice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A network of one hidden layer against MLlib and PyTorch, all sides from the same first parameters
 * to the same last ones. All settings are system properties, which {@code scripts/bench/run} gives.
 */
public final class NetworksBench extends Bench {
  private static final int WARM_UP = 2;
  private static final int HIDDEN = 64;
  private static final int CLASSES = 10;
  private static final int ITERATIONS = 10;
  private static final String FULL_RATE = "0.5";

  private static final String FULL = "Full batch: seconds per gradient";
  private static final String JOBS = "Steps as Spark jobs: seconds per epoch";

  private static final String MLLIB = "MLlib on the BLAS of Suffice";
  private static final String MLLIB_AS_IT_COMES = "MLlib as it comes";

  /** The default of MLlib. */
  private static final int MLLIB_BLOCK = 128;

  /** What batches are taken with: rule, learning rate, rows. */
  private record Steps(String rule, String rate, int batch) {}

  private final ClassRows rows;
  private final long count;
  private final String threads;
  private final Path start;
  private final Path order;
  private final Map<String, Supplier<SideProcess>> starts = new LinkedHashMap<>();

  private NetworksBench(Setting setting, int runs) {
    super(setting, runs);
    count = Long.parseLong(property("rows"));
    threads = String.valueOf(setting.threads());
    rows =
        new ClassRows(ClassRows.Kind.DENSE, setting.features(), CLASSES, setting.seed(), "");
    start = setting.work().resolve("network-start.doubles");
    order = setting.work().resolve("network-order.longs");
  }

  /** Runs the comparison. */
  public static void main(String[] args) throws IOException {
    try {
      Setting setting = setting();
      List<String> blas = blas(setting);
      new NetworksBench(
              setting.withBlas(blas.get(1)), Integer.parseInt(property("runs")))
          .run(blas.get(0));
    } catch (IllegalStateException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run(String blas) throws IOException {
    header("Neural networks", blas);
    report.line("");
    report.line(
        "%,d rows of %d features in memory, warm; %d hidden sigmoids, a softmax of %d classes,"
            + " cross-entropy, double precision. All sides start from the same parameters, see the"
            + " rows of a batch in the same order, and must end with the same parameters.",
        count, rows.numFeatures(), HIDDEN, CLASSES);
    setUp();
    if (property("torch").isEmpty()) {
      report.line("");
      report.line("- PyTorch: absent (python3-torch on Debian)");
    }
    if (isWanted(FULL)) {
      full();
    }
    batches(new Steps("sgd", "0.1", 256));
    batches(new Steps("sgd", "0.1", 1024));
    batches(new Steps("adam", "0.001", 256));
    if (isWanted(JOBS)) {
      jobs();
    }
    finish(Path.of(property("output")));
  }

  /** The first parameters and the order of the first epoch, which peers read. */
  private void setUp() {
    String name = "Suffice set-up";
    List<String> command =
        suffice("setup", "sgd", "0.1", "256", start.toString(), order.toString());
    try (SideProcess process = start(name, command)) {
      process.readAll();
      process.requireSuccess();
    }
  }

  private List<String> suffice(
      String engine, String rule, String rate, String batch, String... more) {
    List<String> words = new ArrayList<>(List.of(engine, threads, String.valueOf(count)));
    words.addAll(rows.arguments());
    words.addAll(List.of(String.valueOf(HIDDEN), rule, rate, batch));
    words.addAll(List.of(more));
    return setting.sufficeMain("SufficeNetworks", words.toArray(String[]::new));
  }

  private void addSuffice(String name, String engine, Steps steps) {
    List<String> command =
        suffice(engine, steps.rule(), steps.rate(), String.valueOf(steps.batch()));
    Map<String, String> environment = new HashMap<>(setting.environment());
    environment.put("SPARK_HOME", setting.root().resolve("jobs/target/spark").toString());
    environment.put("SPARK_SCALA_VERSION", "2.13"); // what Spark asks for where it starts executors
    starts.put(name, () -> new SideProcess(name, command, environment, log(name)));
  }

  private void addTorch(int torchThreads, String kind, Steps steps) throws IOException {
    if (property("torch").isEmpty()) {
      return;
    }
    String name = "PyTorch, " + torchThreads + (torchThreads == 1 ? " thread" : " threads");
    String number = String.valueOf(torchThreads);
    List<String> command =
        new ArrayList<>(
            List.of(
                property("torch"),
                setting.root().resolve("scripts/bench/pytorch/networks.py").toString(),
                kind,
                String.valueOf(rows.numFeatures()),
                String.valueOf(HIDDEN),
                String.valueOf(CLASSES),
                data().toString(),
                start.toString(),
                steps.rate(),
                String.valueOf(kind.equals("full") ? ITERATIONS : steps.batch()),
                number));
    if (kind.equals("batch")) {
      command.addAll(List.of(steps.rule(), order.toString()));
    }
    Map<String, String> environment =
        Map.of("OPENBLAS_NUM_THREADS", number, "OMP_NUM_THREADS", number);
    starts.put(name, () -> new SideProcess(name, command, environment, log(name)));
  }

  private Path data() throws IOException {
    String name =
        String.format(
            Locale.ROOT,
            "classes-%s-%dx%dx%d-%d.doubles",
            rows.kind().text(),
            count,
            rows.numFeatures(),
            CLASSES,
            rows.seed());
    Path file = setting.work().resolve(name);
    rows.write(file, count);
    return file;
  }

  // ---- what is compared ------------------------------------------------------------------------

  private void full() throws IOException {
    title(
        FULL,
        "One step along the gradient of all rows, a learning rate of %s, %d of them after"
            + " the first. MLlib's solver is gd, which takes one gradient a step, with blocks of %d"
            + " rows (its default is 128), so that its mean of blocks is that of the rows. As it"
            + " comes, it multiplies matrices in Java: Spark brings no native library.",
        FULL_RATE, ITERATIONS, mllibBlock());
    Steps all = new Steps("full", FULL_RATE, ITERATIONS);
    addSuffice("Suffice, driver memory", "driver", all);
    addSuffice("Suffice, Spark local[" + threads + "]", "spark", all);
    if (!setting.hasMllib()) {
      report.line("- MLlib: absent, its jars could not be fetched");
    } else if (count % mllibPartitions() != 0) {
      report.line(
          "- MLlib: left out, its mean is that of the rows for multiples of %d only",
          mllibPartitions());
    } else {
      List<String> words = new ArrayList<>(List.of(threads, String.valueOf(count)));
      words.addAll(rows.arguments());
      words.addAll(
          List.of(
              String.valueOf(HIDDEN),
              start.toString(),
              FULL_RATE,
              String.valueOf(ITERATIONS),
              String.valueOf(mllibBlock())));
      String[] arguments = words.toArray(String[]::new);
      List<String> command = setting.mllibMain(List.of(), "MllibPerceptron", arguments);
      starts.put(MLLIB, () -> start(MLLIB, command));
      List<String> plain = setting.mllibAsItComes("MllibPerceptron", arguments);
      starts.put(MLLIB_AS_IT_COMES, () -> start(MLLIB_AS_IT_COMES, plain));
    }
    addTorch(setting.threads(), "full", all);
    List<Times> times = takeTurns(starts, WARM_UP, "the parameters after the steps");
    report.table(times);
    for (Times side : times) {
      if (side.name.equals(MLLIB) || side.name.equals(MLLIB_AS_IT_COMES)) {
        report.line(
            "- %s takes %s times Suffice in driver memory (target: at least 3)",
            side.name, times.get(0).ratio(side));
      }
    }
  }

  private int mllibPartitions() {
    return 4 * setting.threads();
  }

  /** Divides the rows of MLlib's partitions: of unequal blocks its mean of means is another. */
  private int mllibBlock() {
    long rowsOfPartition = count / mllibPartitions();
    int block = MLLIB_BLOCK;
    while (rowsOfPartition % block != 0) {
      block--;
    }
    return block;
  }

  private void batches(Steps steps) throws IOException {
    String title =
        String.format(
            Locale.ROOT, "Batches of %d, %s: seconds per epoch", steps.batch(), steps.rule());
    if (!isWanted(title)) {
      return;
    }
    title(
        title,
        "Once through all rows, %,d steps, learning rate %s. PyTorch takes its batches out of a"
            + " tensor by a list of positions that it is given.",
        (count + steps.batch() - 1) / steps.batch(), steps.rate());
    addSuffice("Suffice, driver memory", "driver", steps);
    addTorch(setting.threads(), "batch", steps);
    addTorch(1, "batch", steps);
    List<Times> times = takeTurns(starts, WARM_UP, "the parameters after the epoch");
    report.table(times);
    times.stream()
        .skip(1)
        .min((a, b) -> Double.compare(a.median(), b.median()))
        .ifPresent(
            peer ->
                report.line(
                    "- %s takes %s times Suffice (target: at least 1)",
                    peer.name, times.get(0).ratio(peer)));
  }

  /** The same epoch where every step is a job, beside driver memory. */
  private void jobs() throws IOException {
    Steps steps = new Steps("sgd", "0.1", 1024);
    long number = (count + steps.batch() - 1) / steps.batch();
    title(
        JOBS,
        "%,d steps of %,d rows. On Spark, every epoch brings the rows to the order of the epoch by"
            + " a shuffle, then every step is a job. Executors are processes of their own, one"
            + " thread each.",
        number,
        steps.batch());
    String executors = setting.threads() + " executors";
    addSuffice("Suffice, driver memory", "driver", steps);
    addSuffice("Suffice, Spark local[" + threads + "]", "spark", steps);
    addSuffice("Suffice, Spark, " + executors, "executors", steps);
    addSuffice("Suffice, Spark, " + executors + ", shuffle and one step", "shuffle", steps);
    List<Times> times =
        takeTurns(
            starts,
            1,
            name -> Agreement.on(name.contains("shuffle") ? "one step" : "the parameters"));
    report.table(times);
    double shuffle = times.get(3).median();
    report.line(
        "- in driver memory a step takes %.2f ms, as a job on executors %.2f ms; the shuffle takes"
            + " %.2f s",
        1e3 * times.get(0).median() / number,
        1e3 * (times.get(2).median() - shuffle) / Math.max(1, number - 1),
        shuffle);
  }

  private void title(String title, String text, Object... values) {
    starts.clear();
    report.line("");
    report.line("## %s", title);
    report.line("");
    report.line(text, values);
    report.line("");
  }
}
