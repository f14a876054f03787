package org.suffice.jobs.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.suffice.Failure;
import org.suffice.jobs.read.DataSettings;
import org.suffice.model.Model;
import org.suffice.read.CsvDialect;
import org.suffice.read.CsvPlan;
import picocli.CommandLine.Option;

/** Options of every command that reads data, and the settings they lead to. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "PATH",
      description = "File, directory or pattern: CSV or LIBSVM, plain, .gz or .bz2")
  String data;

  @Option(names = "--format", paramLabel = "csv|libsvm", description = "By the name when not given")
  String format;

  @Option(names = "--config", paramLabel = "FILE", description = "Settings in HOCON")
  String config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting; may be repeated; overrides the file")
  List<String> set = new ArrayList<>();

  /** The settings: defaults, what a model remembers, the file, then the command line. */
  Settings settings(List<Key> keys, Map<String, String> remembered) {
    Settings settings = new Settings(keys);
    remembered.forEach(
        (name, value) -> {
          if (settings.knows(name)) {
            settings.set(name, value);
          }
        });
    if (config != null) {
      settings.file(config);
    }
    set.forEach(settings::assignment);
    if (data != null) {
      settings.set("data.path", data);
    }
    if (format != null) {
      settings.set("data.format", format);
    }
    return settings;
  }

  /** The settings to apply a model: how its training data were written is the default. */
  Settings forModel(List<Key> keys, Model model) {
    Map<String, String> remembered = new HashMap<>(model.record().options());
    for (String name : List.of("data.path", "data.format", "execution", "execution.driver-bytes")) {
      remembered.remove(name);
    }
    return settings(keys, remembered);
  }

  /** What the settings say of the data. */
  static DataSettings data(Settings settings) {
    if (settings.text("data.path").isEmpty()) {
      throw Failure.usage("no data: give --data PATH");
    }
    return new DataSettings(
        settings.text("data.path"),
        settings.optional("data.format"),
        settings.text("data.label"),
        settings.optional("data.weight"),
        settings.texts("data.features"),
        settings.texts("data.ignore"),
        settings.texts("data.categorical"),
        new CsvDialect(
            delimiter(settings.text("data.delimiter")),
            settings.flag("data.header"),
            settings.texts("data.missing-values")),
        settings.text("data.missing").equals("drop") ? CsvPlan.Missing.DROP : CsvPlan.Missing.ERROR,
        within(settings, "data.split-bytes", 1 << 12, 1L << 40),
        (int) within(settings, "data.max-line", 1, 1 << 30),
        (int) within(settings, "data.max-levels", 1, 10_000_000));
  }

  private static long within(Settings settings, String key, long least, long most) {
    long value = settings.whole(key);
    if (value < least || value > most) {
      throw Failure.usage(
          key + ": expected a number from " + least + " to " + most + ", found " + value);
    }
    return value;
  }

  private static char delimiter(String text) {
    String one = text.equals("\\t") || text.equals("tab") ? "\t" : text;
    if (one.length() != 1 || one.charAt(0) >= 128 || "\"\n\r".contains(one)) {
      throw Failure.usage(
          "data.delimiter: expected one ASCII character (or \\t), found '" + text + "'");
    }
    return one.charAt(0);
  }
}
