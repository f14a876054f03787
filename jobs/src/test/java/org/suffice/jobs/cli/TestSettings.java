package org.suffice.jobs.cli;

import java.util.Map;
import org.suffice.jobs.read.DataSettings;

/** What the command line makes of settings, for tests in other packages. */
public final class TestSettings {
  private TestSettings() {}

  /** The settings of data as {@code --set} or the options remembered by a model lead to them. */
  public static DataSettings data(Map<String, String> values) {
    Settings settings = new Settings(Keys.linearRegression());
    values.forEach(
        (name, value) -> {
          if (settings.knows(name)) {
            settings.set(name, value);
          }
        });
    return DataOptions.data(settings);
  }
}
