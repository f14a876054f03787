package org.suffice.jobs.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.jobs.pass.LocalEngine;
import org.suffice.pass.BlockSource;
import org.suffice.pass.Progress;
import org.suffice.read.CsvDialect;
import org.suffice.read.DatePart;
import org.suffice.read.Interaction;
import org.suffice.read.RowAccount;
import org.suffice.read.RowPlan;

/** Writes the Parquet files of the tests and reads data sets whole. */
public final class ParquetFiles {
  private ParquetFiles() {}

  /**
   * The many ways in which one table can be stored.
   *
   * @param split whether floating-point numbers are split by byte
   * @param group the most rows of a row group
   * @param page the most rows of a page
   */
  public record Layout(
      WriterVersion version,
      boolean dictionary,
      boolean split,
      CompressionCodecName codec,
      int group,
      int page) {
    /** As most writers do. */
    public static final Layout SIMPLE =
        new Layout(
            WriterVersion.PARQUET_1_0, true, false, CompressionCodecName.SNAPPY, 1 << 20, 20_000);

    /** The same with row groups of so many rows. */
    public Layout withGroups(int rows) {
      return new Layout(version, dictionary, split, codec, rows, page);
    }
  }

  /** Fills one row. */
  @FunctionalInterface
  public interface Filler {
    void fill(Group row, int i);
  }

  /** Writes a file whose columns are as the message type says. */
  public static Path write(Path file, String schema, Layout layout, int rows, Filler filler) {
    MessageType type = MessageTypeParser.parseMessageType("message t { " + schema + " }");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(type)
            .withWriterVersion(layout.version())
            .withDictionaryEncoding(layout.dictionary())
            .withByteStreamSplitEncoding(layout.split())
            .withCompressionCodec(layout.codec())
            .withRowGroupRowCountLimit(layout.group())
            .withPageRowCountLimit(layout.page())
            .withPageWriteChecksumEnabled(true)
            .build()) {
      for (int i = 0; i < rows; i++) {
        Group row = new SimpleGroup(type);
        filler.fill(row, i);
        writer.write(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  static Path write(Path file, String schema, int rows, Filler filler) {
    return write(file, schema, Layout.SIMPLE, rows, filler);
  }

  static Path bytes(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is asked of the data; the rest is as by default. */
  static final class Asked {
    private final String path;
    private final String label;
    private String weight;
    private List<String> features = List.of();
    private List<String> ignore = List.of();
    private List<String> categorical = List.of();
    private Map<String, List<DatePart>> parts = Map.of();
    private Map<String, Basis> bases = Map.of();
    private List<Interaction> interactions = List.of();
    private boolean mergeSchema;
    private RowPlan.Missing missing = RowPlan.Missing.ERROR;
    private RowPlan.UnseenLevel unseen = RowPlan.UnseenLevel.ERROR;
    private BadRows badRows = new BadRows(Long.MAX_VALUE - 1, -1);
    private CsvDialect dialect = CsvDialect.DEFAULT;

    Asked(Path path, String label) {
      this.path = path.toString();
      this.label = label;
    }

    Asked weight(String name) {
      weight = name;
      return this;
    }

    Asked features(String... names) {
      features = List.of(names);
      return this;
    }

    Asked ignore(String... names) {
      ignore = List.of(names);
      return this;
    }

    Asked categorical(String... names) {
      categorical = List.of(names);
      return this;
    }

    Asked dates(String column, DatePart... of) {
      parts = new LinkedHashMap<>(parts);
      parts.put(column, List.of(of));
      return this;
    }

    Asked basis(String column, Basis basis) {
      bases = new LinkedHashMap<>(bases);
      bases.put(column, basis);
      return this;
    }

    Asked interactions(Interaction... of) {
      interactions = List.of(of);
      return this;
    }

    Asked mergeSchema() {
      mergeSchema = true;
      return this;
    }

    Asked missing(RowPlan.Missing what) {
      missing = what;
      return this;
    }

    Asked unseen(RowPlan.UnseenLevel what) {
      unseen = what;
      return this;
    }

    Asked badRows(BadRows budget) {
      badRows = budget;
      return this;
    }

    Asked missingValues(String... marks) {
      dialect = new CsvDialect(',', true, false, List.of(marks));
      return this;
    }

    DataSettings settings() {
      return new DataSettings(
          path,
          false,
          false,
          Optional.empty(),
          label,
          Optional.ofNullable(weight),
          features,
          ignore,
          categorical,
          parts,
          bases,
          interactions,
          dialect,
          false,
          mergeSchema,
          missing,
          unseen,
          badRows,
          Optional.empty(),
          1L << 40,
          new DataSettings.Limits(1000, 1000, 1000),
          new ReadOptions(
              true, false, ',', false, "UTF-8", 1 << 20, 1L << 30, badRows.stopAfter()));
    }

    /** The data set to train on. */
    DataSet training() {
      DataSettings settings = settings();
      try (LocalEngine engine = new LocalEngine(1, Progress.NONE)) {
        return DataSet.forTraining(settings, settings.input(), engine, features -> {});
      }
    }
  }

  /**
   * The rows of a data set.
   *
   * @param blocks the number of rows of each block
   */
  record Rows(
      List<double[]> values,
      List<Double> labels,
      List<Double> weights,
      List<Long> ids,
      List<String> kept,
      List<Integer> blocks,
      RowAccount account) {
    /** One slot of every row. */
    double[] slot(int slot) {
      return values.stream().mapToDouble(row -> row[slot]).toArray();
    }

    double[] label() {
      return labels.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Numbers as bits, which tell -0 from 0. */
    List<List<Long>> bits() {
      List<List<Long>> bits = new ArrayList<>();
      for (double[] row : values) {
        List<Long> one = new ArrayList<>();
        for (double value : row) {
          one.add(Double.doubleToRawLongBits(value));
        }
        bits.add(one);
      }
      return bits;
    }
  }

  static Rows rows(DataSet data) {
    return rows(data.sources());
  }

  static Rows rows(List<SplitSource> sources) {
    Rows all =
        new Rows(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new RowAccount());
    for (SplitSource source : sources) {
      try (BlockSource.BlockReader reader = source.open()) {
        for (Block block = reader.next(); block != null; block = reader.next()) {
          add(all, (DenseBlock) block);
        }
      }
    }
    return all;
  }

  private static void add(Rows all, DenseBlock block) {
    int d = block.numFeatures();
    for (int i = 0; i < block.numRows(); i++) {
      all.values().add(Arrays.copyOfRange(block.values(), i * d, (i + 1) * d));
      all.labels().add(block.labels()[i]);
      all.weights().add(block.weights() == null ? 1 : block.weights()[i]);
      all.ids().add(block.rowIds()[i]);
    }
    if (block.kept() != null) {
      all.kept().addAll(List.of(block.kept()));
    }
    all.blocks().add(block.numRows());
    all.account().merge(block.account());
  }
}
