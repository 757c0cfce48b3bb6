package io.vicinal.examples.quickstart;

import java.util.List;
import java.util.stream.Stream;

/**
 * What Spark's own launcher adds to the command line of a JVM on 17 and later. Started without that
 * launcher, a driver needs the same.
 */
final class SparkFlags {
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "jdk.internal.ref",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private SparkFlags() {}

  static List<String> of() {
    return Stream.concat(
            Stream.of(
                "--add-modules=jdk.incubator.vector", "-Djdk.reflect.useDirectMethodHandle=false"),
            OPENED.stream().map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED"))
        .toList();
  }
}
