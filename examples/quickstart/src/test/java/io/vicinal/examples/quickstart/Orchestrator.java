package io.vicinal.examples.quickstart;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A parent that starts two sleepers, says who they are, and then waits to be ended. */
public final class Orchestrator {
  private Orchestrator() {}

  /** Runs with the directory of logs as its argument. */
  public static void main(String[] arguments) throws Exception {
    try (ProcessGroup group = ProcessGroup.open(Path.of(arguments[0]))) {
      for (String name : List.of("first", "second")) {
        Child child = group.start(sleeper(name));
        System.out.println(child.awaitLine("ready: ", Duration.ofMinutes(1)));
      }
      new CountDownLatch(1).await();
    }
  }

  static ChildCommand sleeper(String name, String... words) {
    return ChildCommand.java(
        name, ClassPath.ofThisProcess(), List.of("-Xmx32m"), Sleeper.class.getName(), words);
  }
}
