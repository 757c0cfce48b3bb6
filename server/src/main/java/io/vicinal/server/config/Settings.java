package io.vicinal.server.config;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.protocol.NearestName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The texts of all options, each from the strongest source that names it: flags over environment
 * over file over defaults. Immutable.
 */
public final class Settings {
  private final Map<String, Setting> byKey;

  private Settings(Map<String, Setting> byKey) {
    this.byKey = byKey;
  }

  /**
   * Merges sources, weakest first, over the defaults.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_CONFIGURATION} for a key that no option has,
   *     naming the nearest that one has
   */
  @SafeVarargs
  public static Settings of(List<Setting>... weakestFirst) {
    Map<String, Setting> byKey = new LinkedHashMap<>();
    for (Option<?> option : Options.ALL) {
      byKey.put(
          option.key(), new Setting(option.key(), option.defaultText(), Setting.DEFAULT_ORIGIN));
    }
    for (List<Setting> source : weakestFirst) {
      for (Setting setting : source) {
        if (byKey.replace(setting.key(), setting) == null) {
          throw unknown(setting);
        }
      }
    }
    return new Settings(byKey);
  }

  /** The settings in the variables whose names begin with {@link Option#ENVIRONMENT_PREFIX}. */
  public static List<Setting> ofEnvironment(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(variable -> variable.getKey().startsWith(Option.ENVIRONMENT_PREFIX))
        .sorted(Map.Entry.comparingByKey())
        .map(
            variable ->
                new Setting(
                    keyOf(variable.getKey()),
                    variable.getValue(),
                    "environment variable " + variable.getKey()))
        .toList();
  }

  private static String keyOf(String variable) {
    return variable
        .substring(Option.ENVIRONMENT_PREFIX.length())
        .toLowerCase(Locale.ROOT)
        .replace("__", ".")
        .replace('_', '-');
  }

  /**
   * The value of an option.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_CONFIGURATION}, naming where the wrong value
   *     comes from and what would be right
   */
  public <T> T value(Option<T> option) {
    Setting setting = setting(option);
    return option
        .type()
        .parse()
        .apply(setting.text().strip())
        .orElseThrow(
            () ->
                refused(
                    setting, "is '" + setting.text() + "'; expected " + option.type().expected()));
  }

  /** The text of an option and where it comes from. */
  public Setting setting(Option<?> option) {
    Setting setting = byKey.get(option.key());
    if (setting == null) {
      throw new VicinalException(
          ErrorCode.INTERNAL, "option " + option.key() + " is not in the table of options");
    }
    return setting;
  }

  private static VicinalException unknown(Setting setting) {
    List<String> keys = Options.ALL.stream().<String>map(Option::key).toList();
    String nearest = NearestName.of(setting.key(), keys).orElseThrow();
    return refused(setting, "is no option; did you mean '" + nearest + "'?");
  }

  private static VicinalException refused(Setting setting, String reason) {
    return new VicinalException(
        ErrorCode.INVALID_CONFIGURATION, setting.origin() + ": " + setting.key() + " " + reason);
  }
}
