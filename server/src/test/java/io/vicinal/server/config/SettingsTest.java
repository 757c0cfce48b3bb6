package io.vicinal.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private final Path directory;

  SettingsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void defaultsAreLegal() {
    NodeConfiguration configuration = NodeConfiguration.of(Settings.of());

    assertThat(configuration.rest())
        .isEqualTo(new NodeConfiguration.Rest("127.0.0.1", 8740, 64L << 20, 10_000));
    assertThat(configuration.shutdown().deadline()).isEqualTo(Duration.ofSeconds(30));
    assertThat(configuration.log().format()).isEqualTo(LogFormat.TEXT);
  }

  @Test
  void flagsWinOverEnvironmentOverFileOverDefaults() throws IOException {
    Path file =
        yaml("rest:\n  port: 1\n  max-body: 1MiB\nflight:\n  port: 1\nshutdown: {drain: 5s}");
    List<Setting> environment =
        Settings.ofEnvironment(
            Map.of("VICINAL__REST__PORT", "2", "VICINAL__FLIGHT__PORT", "2", "PATH", "/bin"));
    List<Setting> flags = List.of(new Setting("flight.port", "3", "flag --flight-port"));

    Settings settings = Settings.of(YamlFile.read(file), environment, flags);

    NodeConfiguration configuration = NodeConfiguration.of(settings);
    assertThat(configuration.shutdown().drain()).isEqualTo(Duration.ofSeconds(5));
    assertThat(configuration.rest().maxBodyBytes()).isEqualTo(1 << 20);
    assertThat(configuration.rest().port()).isEqualTo(2);
    assertThat(configuration.flight().port()).isEqualTo(3);
    assertThat(settings.setting(Options.REST_PORT).origin())
        .isEqualTo("environment variable VICINAL__REST__PORT");
    assertThat(settings.setting(Options.REST_MAX_BODY).origin()).isEqualTo("line 3 of " + file);
  }

  @Test
  void everyOptionCanBeSetByItsEnvironmentVariable() {
    for (Option<?> option : Options.ALL) {
      List<Setting> source =
          Settings.ofEnvironment(Map.of(option.environmentVariable(), option.defaultText()));

      assertThat(Settings.of(source).setting(option).text()).isEqualTo(option.defaultText());
      assertThat(Settings.of(source).setting(option).origin())
          .contains(option.environmentVariable());
    }
  }

  @Test
  void unknownKeyNamesFileLineAndNearestKey() throws IOException {
    Path file = yaml("rest:\n  host: 127.0.0.1\n  prot: 80\n");

    assertThatThrownBy(() -> Settings.of(YamlFile.read(file)))
        .isInstanceOf(VicinalException.class)
        .hasMessage("line 3 of " + file + ": rest.prot is no option; did you mean 'rest.port'?");
  }

  @Test
  void unknownVariableNamesTheNearestKey() {
    List<Setting> environment = Settings.ofEnvironment(Map.of("VICINAL__REST__MAXBODY", "1MiB"));

    assertThatThrownBy(() -> Settings.of(environment))
        .hasMessageContaining("environment variable VICINAL__REST__MAXBODY")
        .hasMessageContaining("did you mean 'rest.max-body'?");
  }

  @Test
  void badValueNamesFileLineKeyValueAndWhatWouldBeRight() throws IOException {
    Path file = yaml("# a node\nrest:\n  max-body: 64 megabytes\n");

    assertThatThrownBy(() -> NodeConfiguration.of(Settings.of(YamlFile.read(file))))
        .hasMessage(
            "line 3 of "
                + file
                + ": rest.max-body is '64 megabytes'; expected a size in bytes such as 64MiB, with"
                + " B, KiB, MiB or GiB");
  }

  @Test
  void addressThatOthersCanReachIsRefusedUntilThereAreKeys() {
    List<Setting> flags = List.of(new Setting("rest.host", "0.0.0.0", "flag --host"));

    assertThatThrownBy(() -> NodeConfiguration.of(Settings.of(flags)))
        .hasMessageContaining("flag --host: rest.host is '0.0.0.0'; expected a loopback address")
        .hasMessageContaining("API keys and TLS");
  }

  @Test
  void missingFileIsNamed() {
    Path file = directory.resolve("absent.yaml");

    assertThatThrownBy(() -> YamlFile.read(file))
        .hasMessage(
            "configuration file " + file + ": no such file; expected a configuration in YAML");
  }

  @Test
  void unreadableFilesNameTheLine() throws IOException {
    assertRefused("rest:\n  port: [1, 2]\n", "line 2 of", "'rest.port' has no single value");
    assertRefused("rest:\n  port:\n", "line 2 of", "'rest.port' has no single value");
    assertRefused("rest:\n  port: 1\n  port: 2\n", "line 3 of", "already set in line 2");
    assertRefused("rest: 'unclosed\n", "line 2 of", "expected YAML");
    assertRefused("- a\n", "line 1 of", "the file is not a section");
  }

  @Test
  void emptyFileSetsNothing() throws IOException {
    assertThat(YamlFile.read(yaml("# nothing\n"))).isEmpty();
  }

  @Test
  void fileInAnotherEncodingIsRefused() throws IOException {
    Path file = directory.resolve("latin1.yaml");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xE4});

    assertThatThrownBy(() -> YamlFile.read(file)).hasMessageContaining("UTF-8");
  }

  @ParameterizedTest
  @CsvSource({"1B,1", "3KiB,3072", "64 MiB,67108864", "2GiB,2147483648"})
  void sizesHaveUnits(String text, long bytes) {
    assertThat(ValueType.size().parse().apply(text)).contains(bytes);
  }

  @ParameterizedTest
  @CsvSource({"''", "64", "0B", "64MB", "-1B", "9999999999GiB", "1.5GiB"})
  void otherTextsAreNoSizes(String text) {
    assertThat(ValueType.size().parse().apply(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"250ms,PT0.25S", "30s,PT30S", "5 m,PT5M", "2h,PT2H", "0s,PT0S"})
  void durationsHaveUnits(String text, Duration duration) {
    assertThat(ValueType.duration().parse().apply(text)).contains(duration);
  }

  private void assertRefused(String text, String... parts) throws IOException {
    Path file = yaml(text);
    assertThatThrownBy(() -> YamlFile.read(file))
        .isInstanceOf(VicinalException.class)
        .hasMessageContainingAll(parts);
  }

  private Path yaml(String text) throws IOException {
    return Files.write(directory.resolve("node.yaml"), text.getBytes(StandardCharsets.UTF_8));
  }
}
