package io.vicinal.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What is in the one jar that users add. PySpark's tests run queries with it. */
final class ShadedJarIT {
  private static final String SERVICES = "META-INF/services/";

  @Test
  void holdsOurPackagesAndRelocatedOnes() throws IOException {
    try (JarFile jar = open()) {
      List<String> strangers =
          names(jar).stream()
              .filter(name -> name.endsWith(".class"))
              .filter(name -> !name.matches("io/vicinal/(api|arrow|protocol|client|spark)/.*"))
              .toList();
      assertThat(strangers).isEmpty();
      assertThat(names(jar))
          .contains("io/vicinal/spark/shaded/flight/FlightClient.class")
          .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA)"))
          .noneMatch(name -> name.endsWith("module-info.class"));
    }
  }

  @Test
  void registersWhatSparkAndGrpcLookUp() throws IOException {
    try (JarFile jar = open()) {
      assertThat(read(jar, SERVICES + "org.apache.spark.sql.sources.DataSourceRegister"))
          .contains(VicinalSource.class.getName());
      assertThat(read(jar, SERVICES + "org.apache.spark.sql.SparkSessionExtensionsProvider"))
          .contains(VicinalSparkExtensions.class.getName());
      assertThat(read(jar, SERVICES + "io.vicinal.spark.shaded.grpc.NameResolverProvider"))
          .contains("io.vicinal.spark.shaded.grpc.internal.DnsNameResolverProvider");
    }
  }

  private static JarFile open() throws IOException {
    try (var files = Files.newDirectoryStream(Path.of("target"), "vicinal-spark-*.jar")) {
      List<Path> jars = new ArrayList<>();
      files.forEach(jars::add);
      assertThat(jars).hasSize(1);
      return new JarFile(jars.get(0).toFile());
    }
  }

  private static List<String> names(JarFile jar) {
    return jar.stream().map(ZipEntry::getName).toList();
  }

  private static String read(JarFile jar, String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    assertThat(entry).as(name).isNotNull();
    return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
  }
}
