package io.vicinal.server.cli;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.server.config.Options;
import io.vicinal.server.config.Setting;
import io.vicinal.server.config.Settings;
import io.vicinal.server.config.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that make up a configuration, shared by the commands that need one. */
final class SettingsOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Read options from a YAML file. docs/configuration.md lists them.")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Keep files in DIR (data.directory); created if absent, and refused if"
              + " others keep files there.")
  private @Nullable String data;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Serve REST on PORT (rest.port), 0 for any free one. Default: 8740.")
  private @Nullable String port;

  @Option(
      names = "--flight-port",
      paramLabel = "PORT",
      description = "Serve Arrow Flight on PORT (flight.port), 0 for any free one. Default: 8741.")
  private @Nullable String flightPort;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set any option, as in --set log.format=ecs. May be given several times.")
  private List<String> assignments = new ArrayList<>();

  /** The settings of all sources; whether their values are legal is not checked yet. */
  Settings settings(Map<String, String> environment) {
    List<Setting> file = config == null ? List.of() : YamlFile.read(config);
    return Settings.of(file, Settings.ofEnvironment(environment), flags());
  }

  private List<Setting> flags() {
    List<Setting> flags = new ArrayList<>();
    assignments.forEach(assignment -> flags.add(parse(assignment)));
    add(flags, Options.DATA_DIRECTORY.key(), data, "flag --data");
    add(flags, Options.REST_PORT.key(), port, "flag --port");
    add(flags, Options.FLIGHT_PORT.key(), flightPort, "flag --flight-port");
    return flags;
  }

  private static void add(List<Setting> flags, String key, @Nullable String text, String origin) {
    if (text != null) {
      flags.add(new Setting(key, text, origin));
    }
  }

  private static Setting parse(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new VicinalException(
          ErrorCode.INVALID_CONFIGURATION,
          "flag --set " + assignment + "; expected KEY=VALUE, as in --set log.format=ecs");
    }
    String key = assignment.substring(0, equals);
    return new Setting(key, assignment.substring(equals + 1), "flag --set");
  }
}
