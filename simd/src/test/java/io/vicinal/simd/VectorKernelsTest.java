package io.vicinal.simd;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.core.distance.DistanceKernels;
import io.vicinal.core.distance.KernelContract;
import io.vicinal.core.distance.Kernels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VectorKernelsTest implements KernelContract {
  @Override
  public DistanceKernels kernels() {
    return new VectorKernels();
  }

  @Test
  void areChosenWhereTheIncubatorModuleIsPresent() {
    assertThat(Kernels.best()).isInstanceOf(VectorKernels.class);
    assertThat(Kernels.best().name()).startsWith("vector-");
  }

  @Test
  void withoutTheIncubatorModuleTheScalarKernelsRunAndOneLineNamesTheFlag() throws Exception {
    List<String> lines = run();
    assertThat(lines).last().isEqualTo("kernels: scalar, dot: 11.0");
    assertThat(lines)
        .filteredOn(line -> line.contains("distance kernels"))
        .singleElement()
        .asString()
        .contains("WARN", "scalar", "--add-modules jdk.incubator.vector");
  }

  @Test
  void withTheIncubatorModuleOneLineNamesTheKernels() throws Exception {
    List<String> lines = run("--add-modules", "jdk.incubator.vector");
    assertThat(lines).last().asString().startsWith("kernels: vector-").endsWith("dot: 11.0");
    assertThat(lines)
        .filteredOn(line -> line.contains("distance kernels"))
        .singleElement()
        .asString()
        .contains("INFO", "vector-");
  }

  /** Runs {@link KernelProbe} in a virtual machine of its own. */
  private static List<String> run(String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx64m");
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(KernelProbe.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }
}
