package org.suffice.jobs.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;

/** The data of the tests, in the many ways in which one table can be written. */
final class Samples {
  private Samples() {}

  /** A data file among the test resources as text. */
  static String text(String name) {
    try (InputStream in = Samples.class.getResourceAsStream("/data/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  /** The lines of a CSV text, its header first. */
  static List<String> lines(String csv) {
    return csv.lines().toList();
  }

  /** Columns of a CSV text that quotes nothing but its header, in the order asked for. */
  static String columns(String csv, List<String> names) {
    List<List<String>> rows = cells(csv);
    int[] at = names.stream().mapToInt(rows.get(0)::indexOf).toArray();
    return rows.stream()
        .map(row -> IntStream.of(at).mapToObj(row::get).collect(Collectors.joining(",")))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** The cells of a CSV text, its header first. */
  static List<List<String>> cells(String csv) {
    return csv.lines()
        .map(line -> Stream.of(line.split(",", -1)).map(c -> c.replace("\"", "")).toList())
        .toList();
  }

  /** mtcars without the names of the cars: ten numeric features and mpg. */
  static String mtcars() {
    List<String> names = new ArrayList<>(cells(text("mtcars.csv")).get(0));
    names.remove("model");
    return columns(text("mtcars.csv"), names);
  }

  /** The header and the first rows of the diamonds. */
  static String diamonds(int rows) {
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(Path.of("../scripts/samples/diamonds.csv.gz")))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .limit(rows + 1)
          .collect(Collectors.joining("\n", "", "\n"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A numeric CSV text as LIBSVM: the last column is the label. */
  static String libsvm(String csv, boolean sparse) {
    List<List<String>> rows = cells(csv);
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows.subList(1, rows.size())) {
      out.append(row.get(row.size() - 1));
      for (int j = 0; j < row.size() - 1; j++) {
        if (!sparse || Double.parseDouble(row.get(j)) != 0) {
          out.append(' ').append(j + 1).append(':').append(row.get(j));
        }
      }
      out.append('\n');
    }
    return out.toString();
  }

  /** Writes a text, and the directories above it. */
  static Path write(Path file, String text) {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes bytes, and the directories above them. */
  static Path write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Writes a text compressed as the name of the file says. */
  static Path compressed(Path file, String text) {
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream out =
            file.toString().endsWith(".gz") ? new GZIPOutputStream(raw) : bzip2(raw)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      return file;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static OutputStream bzip2(OutputStream out) throws IOException {
    BZip2Codec codec = new BZip2Codec();
    codec.setConf(new Configuration(false));
    return codec.createOutputStream(out);
  }

  /** Every file and directory below, relative, sorted. */
  static List<String> tree(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> !file.equals(root))
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The lines of all parts of a directory, in the order of the parts, each without its header. */
  static List<String> parts(Path directory) {
    List<String> rows = new ArrayList<>();
    for (String name : tree(directory)) {
      if (name.startsWith("part-")) {
        List<String> lines = lines(read(directory.resolve(name)));
        rows.addAll(lines.subList(1, lines.size()));
      }
    }
    return rows;
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
