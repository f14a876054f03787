package org.suffice.jobs.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.suffice.block.DenseBlock;
import org.suffice.model.Json;
import org.suffice.model.LinearModel;
import org.suffice.model.Model;
import org.suffice.model.ModelDirectory;
import org.suffice.model.NetworkModel;
import org.suffice.model.TrainingRecord;
import org.suffice.network.Activation;
import org.suffice.network.Loss;
import org.suffice.network.Network;
import org.suffice.network.Output;
import org.suffice.network.Start;
import org.suffice.read.Column;
import org.suffice.read.DatePart;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.LibsvmPlan;
import org.suffice.read.Schema;
import org.suffice.solve.NetworkFit;
import org.suffice.solve.Solution;
import org.suffice.solve.TrainedNetwork;
import org.suffice.statistic.GramStatistic;
import org.suffice.train.LinearRegression;

/** Makes model directories: those of small models, with damage to one file or several. */
final class ModelTarget implements Target {
  private static final String[] NUMBERS = {
    "-1",
    "0",
    "1",
    "2",
    "7",
    "8",
    "1000",
    "2147483647",
    "-2147483648",
    "4294967296",
    "1e9",
    "1000000000",
    "8000000000",
    "2305843009213693952",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "1e300",
    "1e999",
    "0.5",
    "-0.0"
  };
  private static final String[] TEXTS = {
    "",
    "x",
    "F64",
    "I64",
    "F32",
    "\u001b[31m",
    "\n",
    "<script>alert(1)</script>",
    "\u202e",
    "=cmd",
    "../../etc",
    "NUMERIC",
    "CATEGORICAL",
    "DATE",
    "hour",
    "CONVERGED",
    "SINGULAR",
    "data.path",
    "file:/x",
    "${x}",
    "\ninclude file(\"/etc/hostname\")",
    "[",
    "{",
    "\"",
    "[${x}]",
    "[${HOME}]",
    "{a=${b}}",
    "[".repeat(20_000),
    "a".repeat(5000)
  };
  private static final String[] OPTIONS = {
    "data.delimiter", "data.charset", "data.missing-values", "data.max-line", "data.header",
    "features.date-parts", "data.bad-rows", "data.escape", "data.missing", "data.features"
  };

  private final Path scratch;
  private final List<ModelFiles> corpus = new ArrayList<>();

  ModelTarget(Path scratch) throws IOException {
    this.scratch = scratch;
    for (int kind = 0; kind < 6; kind++) {
      corpus.add(write(model(kind), scratch.resolve("model-" + kind)));
    }
    corpus.add(write(network(List.of("y"), List.of("a", "b", "c")), scratch.resolve("classes")));
    corpus.add(write(network(List.of("p", "q"), List.of()), scratch.resolve("targets")));
  }

  private static LinearModel model(int kind) {
    SplittableRandom random = new SplittableRandom(kind);
    List<Column> columns = new ArrayList<>(List.of(Column.numeric("x"), Column.numeric("z")));
    if (kind == 1 || kind == 4) {
      columns.add(Column.categorical("c<&>", List.of("blue", "red", "é")));
    }
    if (kind == 2) {
      columns.add(Column.date("when", List.of(DatePart.HOUR)));
    }
    if (kind == 3) {
      columns.add(Column.numeric("copy of x"));
    }
    if (kind == 5) {
      columns =
          IntStream.rangeClosed(1, 9)
              .mapToObj(i -> Column.numeric(LibsvmPlan.featureName(i)))
              .toList();
    }
    Schema schema = new Schema(columns, "y", kind == 4 ? Optional.of("w") : Optional.empty());
    FeatureEncoder encoder = new FeatureEncoder(columns);
    int d = encoder.width();
    int n = 40;
    double[] values = new double[n * d];
    double[] labels = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        values[i * d + j] = random.nextDouble();
      }
      if (kind == 1 || kind == 4) {
        for (int level = 0; level < 3; level++) {
          values[i * d + 2 + level] = i % 3 == level ? 1 : 0;
        }
      }
      if (kind == 3) {
        values[i * d + 2] = 2 * values[i * d] + 1;
      }
      labels[i] = random.nextDouble();
    }
    GramStatistic gram = new GramStatistic(d);
    gram.add(DenseBlock.of(d, values, labels, null));
    LinearModel model =
        new LinearRegression(kind != 4, 0.95, LinearRegression.Precision.FAST)
            .solve(new LinearRegression.Reduction(null, gram), schema, encoder);
    return model.withRecord(
        new TrainingRecord(
            Map.of("data.delimiter", ";", "data.missing-values", "[NA]", "intercept", "true"),
            Map.of("read", 40L, "used", 40L),
            List.of("a warning"),
            Map.of("input", "rows.csv", "inputFingerprint", "00")));
  }

  /** Two inputs, four hidden units. */
  private static NetworkModel network(List<String> labels, List<String> classes) {
    boolean numbers = classes.isEmpty();
    int outputs = Math.max(labels.size(), classes.size());
    Network network =
        new Network(
            new int[] {2, 4, outputs},
            List.of(Activation.LEAKY_RELU),
            numbers ? Output.SIGMOID : Output.SOFTMAX,
            Loss.CROSS_ENTROPY,
            numbers ? Network.Targets.NUMBERS : Network.Targets.CLASS,
            true,
            0.01);
    NetworkFit fit =
        new NetworkFit(
            network,
            network.start(Start.AUTO, 1),
            "adam",
            List.of(new NetworkFit.Epoch(1, 0.1, 0.5, 0.6, 0.9)),
            1,
            30,
            10,
            30,
            0,
            new Solution(Solution.Termination.MAX_ITERATIONS, 1, 0.5, 0.1));
    List<Column> columns = List.of(Column.numeric("x"), Column.numeric("z"));
    double[] ones = {1, 1};
    double[] none = new double[0];
    return new NetworkModel(
        new TrainedNetwork(
            new Schema(columns, labels, Optional.empty(), List.of(), classes),
            ones,
            ones,
            ones,
            numbers ? new double[2] : none,
            numbers ? ones : none,
            fit,
            List.of()),
        TrainingRecord.EMPTY);
  }

  private static ModelFiles write(Model model, Path directory) throws IOException {
    ModelDirectory.write(directory.toString(), model, "", false);
    return new ModelFiles(
        directory.resolveSibling("fuzzed"),
        Files.readAllBytes(directory.resolve("model.json")),
        Files.readAllBytes(directory.resolve("model.safetensors")),
        Files.readAllBytes(directory.resolve("_SUCCESS")));
  }

  @Override
  public Input make(SplittableRandom random) {
    ModelFiles model = corpus.get(random.nextInt(corpus.size()));
    ModelFiles other = corpus.get(random.nextInt(corpus.size()));
    Mutator mutator = new Mutator(random);
    byte[] json = model.json();
    byte[] arrays = model.arrays();
    byte[] success = model.success();
    switch (random.nextInt(8)) {
      case 0 -> json = mutator.mutate(json, List.of(json, other.json()));
      case 1, 2 -> json = mutateTree(json, random, mutator);
      case 3 -> arrays = mutator.mutate(arrays, List.of(arrays, other.arrays()));
      case 4, 5 -> arrays = mutateHeader(arrays, random, mutator);
      case 6 -> {
        json = mutateTree(json, random, mutator);
        arrays = random.nextBoolean() ? other.arrays() : mutateHeader(arrays, random, mutator);
      }
      default -> success = mutator.mutate(success, List.of(success, other.success()));
    }
    ModelFiles mutated = new ModelFiles(model.directory(), json, arrays, success);
    return random.nextInt(6) == 0 || success != model.success() ? mutated : mutated.rehashed();
  }

  /** The bytes of a safetensors file with changes to its header, which says where arrays lie. */
  private static byte[] mutateHeader(byte[] file, SplittableRandom random, Mutator mutator) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[(int) in.getLong()];
    in.get(header);
    byte[] data = new byte[in.remaining()];
    in.get(data);
    header =
        random.nextInt(4) == 0
            ? mutator.mutate(header, List.of(header))
            : mutateTree(header, random, mutator);
    if (random.nextInt(5) == 0) {
      data = mutator.mutate(data, List.of(data));
    }
    long length = header.length;
    if (random.nextInt(10) == 0) {
      length = random.nextBoolean() ? random.nextLong() : length + random.nextInt(40) - 20;
    }
    return ByteBuffer.allocate(8 + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(header)
        .put(data)
        .array();
  }

  private static byte[] mutateTree(byte[] json, SplittableRandom random, Mutator mutator) {
    try {
      JsonNode root = Json.parse(json);
      int changes = 1 + random.nextInt(3);
      for (int i = 0; i < changes; i++) {
        mutateNode(root, random, mutator);
      }
      return Json.compact(root).getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void mutateNode(JsonNode root, SplittableRandom random, Mutator mutator) {
    List<JsonNode> containers = new ArrayList<>();
    collect(root, containers);
    JsonNode at = containers.get(random.nextInt(containers.size()));
    if (at instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name =
          names.isEmpty() || random.nextInt(8) == 0
              ? random.nextBoolean()
                  ? TEXTS[random.nextInt(TEXTS.length)]
                  : OPTIONS[random.nextInt(OPTIONS.length)]
              : names.get(random.nextInt(names.size()));
      if (random.nextInt(5) == 0) {
        object.remove(name);
      } else if (random.nextInt(5) == 0 && object.has(name)) {
        object.set(random.nextBoolean() ? "aliased.2147483647" : "aliased.-1", object.get(name));
      } else {
        object.set(name, value(root, containers, random, mutator));
      }
    } else {
      ArrayNode array = (ArrayNode) at;
      if (array.isEmpty() || random.nextInt(3) == 0) {
        array.add(value(root, containers, random, mutator));
      } else if (random.nextInt(3) == 0) {
        array.remove(random.nextInt(array.size()));
      } else {
        array.set(random.nextInt(array.size()), value(root, containers, random, mutator));
      }
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  private static JsonNode value(
      JsonNode root, List<JsonNode> containers, SplittableRandom random, Mutator mutator) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    switch (random.nextInt(9)) {
      case 0:
        return nodes.nullNode();
      case 1:
        return nodes.booleanNode(random.nextBoolean());
      case 2:
        return nodes.textNode(TEXTS[random.nextInt(TEXTS.length)]);
      case 3:
        return nodes.textNode(new String(mutator.token(), StandardCharsets.UTF_8));
      case 4:
        return nested(root, containers, random);
      case 5:
        return nodes.objectNode();
      default:
        try {
          String text = NUMBERS[random.nextInt(NUMBERS.length)];
          return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
    }
  }

  /** A part of the document in another place, or very deep brackets. */
  private static JsonNode nested(
      JsonNode root, List<JsonNode> containers, SplittableRandom random) {
    if (random.nextBoolean()) {
      return containers.get(random.nextInt(containers.size())).deepCopy();
    }
    ArrayNode node = JsonNodeFactory.instance.arrayNode();
    for (int depth = 1 << random.nextInt(9); depth > 0; depth--) {
      node = JsonNodeFactory.instance.arrayNode().add(node);
    }
    return node;
  }
}
