package io.vicinal.examples.quickstart;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a child process is started.
 *
 * @param name of the child, in messages and of its log file
 * @param words the command line
 */
record ChildCommand(String name, List<String> words) {

  ChildCommand {
    words = List.copyOf(words);
  }

  /** A JVM, of the kind that runs this one, on a {@link Leash}. */
  static ChildCommand java(
      String name, ClassPath classPath, List<String> jvmFlags, String mainClass, String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmFlags);
    command.add("-cp");
    command.add(classPath.with(Leash.class).toString());
    command.add(Leash.class.getName());
    command.add(mainClass);
    command.addAll(List.of(words));
    return new ChildCommand(name, command);
  }
}
