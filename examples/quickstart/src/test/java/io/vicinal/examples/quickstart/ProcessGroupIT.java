package io.vicinal.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vicinal.api.VicinalException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ProcessGroupIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir private Path logs = Path.of("");

  @Test
  void stopsAllChildrenAtItsEnd() {
    Child first;
    Child second;
    try (ProcessGroup group = ProcessGroup.open(logs)) {
      first = group.start(Orchestrator.sleeper("first"));
      second = group.start(Orchestrator.sleeper("second"));
      assertThat(first.awaitLine("ready: ", LIMIT)).isEqualTo("ready: " + first.process().pid());
      second.awaitLine("ready: ", LIMIT);
    }
    assertThat(first.process().isAlive()).isFalse();
    assertThat(second.process().isAlive()).isFalse();
  }

  @Test
  void killsAChildThatDoesNotEndWhenAsked() {
    Child stubborn;
    try (ProcessGroup group = ProcessGroup.open(logs, Duration.ofMillis(200))) {
      stubborn = group.start(Orchestrator.sleeper("stubborn", "stubborn"));
      stubborn.awaitLine("ready: ", LIMIT);
    }
    assertThat(stubborn.process().isAlive()).isFalse();
    assertThat(stubborn.process().exitValue()).isEqualTo(128 + 9);
  }

  @Test
  void stopsDescendantsThatTheirParentWouldLeave() {
    long grandchild;
    try (ProcessGroup group = ProcessGroup.open(logs)) {
      Child shell =
          group.start(
              new ChildCommand(
                  "shell", List.of("sh", "-c", "tail -f /dev/null & echo ready: $!; wait")));
      grandchild = pid(shell.awaitLine("ready: ", LIMIT));
      assertThat(ProcessHandle.of(grandchild)).isPresent();
    }
    assertEnded(grandchild);
  }

  @Test
  void leavesNoChildWhenTheParentIsTerminated() throws Exception {
    List<Long> children = childrenOfAParentThatIsEnded(ProcessHandle::destroy);

    children.forEach(ProcessGroupIT::assertEnded);
  }

  @Test
  void leavesNoChildWhenTheParentIsKilled() throws Exception {
    List<Long> children = childrenOfAParentThatIsEnded(ProcessHandle::destroyForcibly);

    children.forEach(ProcessGroupIT::assertEnded);
  }

  @Test
  void showsTheLogOfAChildThatEndsBeforeItIsReady() {
    try (ProcessGroup group = ProcessGroup.open(logs)) {
      Child child =
          group.start(new ChildCommand("shell", List.of("sh", "-c", "echo no disk; exit 3")));

      assertThatThrownBy(() -> child.awaitLine("ready", LIMIT))
          .isInstanceOf(VicinalException.class)
          .hasMessage(
              "process shell: expected a line that starts with 'ready', but it ended with exit code"
                  + " 3. Its log "
                  + logs.resolve("shell.log")
                  + " ends with:\n  no disk");
      assertThatThrownBy(() -> child.awaitSuccess(LIMIT))
          .hasMessageStartingWith("process shell: expected exit code 0, found 3. ");
      assertThatThrownBy(child::checkAlive)
          .hasMessageStartingWith("process shell: expected it running, but it ended");
      assertThatThrownBy(child::checkNotFailed)
          .hasMessageStartingWith("process shell: expected exit code 0, found 3. ");
    }
  }

  @Test
  void takesTheEndOfAChildForAFailureOnlyIfItIsOne() {
    try (ProcessGroup group = ProcessGroup.open(logs)) {
      Child child = group.start(new ChildCommand("shell", List.of("sh", "-c", "exit 0")));
      child.awaitSuccess(LIMIT);
      child.checkNotFailed();
      assertThatThrownBy(child::checkAlive)
          .hasMessageStartingWith("process shell: expected it running, but it ended");
    }
  }

  @Test
  void saysWhatDidNotHappenInTime() {
    try (ProcessGroup group = ProcessGroup.open(logs)) {
      Child child = group.start(Orchestrator.sleeper("sleeper"));
      child.awaitLine("ready: ", LIMIT);
      child.checkAlive();
      child.checkNotFailed();

      assertThatThrownBy(() -> child.awaitLine("done", Duration.ZERO))
          .hasMessageStartingWith(
              "process sleeper: expected a line that starts with 'done' within 0 s.");
      assertThatThrownBy(() -> child.awaitSuccess(Duration.ZERO))
          .hasMessageStartingWith("process sleeper: expected to end within 0 s, but still runs.");
    }
  }

  @Test
  void seesThatAPortIsOpen() throws IOException {
    try (ProcessGroup group = ProcessGroup.open(logs)) {
      Child child = group.start(Orchestrator.sleeper("sleeper"));
      int port;
      try (ServerSocket open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = open.getLocalPort();
        child.awaitPort(port, LIMIT);
      }
      assertThatThrownBy(() -> child.awaitPort(port, Duration.ZERO))
          .hasMessageStartingWith("process sleeper: expected port " + port + " open within 0 s.");
    }
  }

  @Test
  void startsNothingOnceItIsStopped() {
    ProcessGroup group = ProcessGroup.open(logs);
    group.close();
    group.close();

    assertThatThrownBy(() -> group.start(Orchestrator.sleeper("late")))
        .isInstanceOf(VicinalException.class)
        .hasMessage("process late: expected to start it, but its group is stopped");
  }

  @Test
  void namesAProgramThatCannotBeStarted() {
    try (ProcessGroup group = ProcessGroup.open(logs)) {
      assertThatThrownBy(() -> group.start(new ChildCommand("x", List.of("/no/such/program"))))
          .isInstanceOf(VicinalException.class)
          .hasMessageContaining("process x: cannot start it: ")
          .hasMessageContaining("/no/such/program");
    }
  }

  private List<Long> childrenOfAParentThatIsEnded(Predicate<ProcessHandle> ending)
      throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                ClassPath.ofThisProcess().toString(),
                Orchestrator.class.getName(),
                logs.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = parent.inputReader(StandardCharsets.UTF_8)) {
      List<Long> children = List.of(pid(output.readLine()), pid(output.readLine()));
      assertThat(children).allMatch(pid -> ProcessHandle.of(pid).isPresent());
      assertThat(ending.test(parent.toHandle())).isTrue();
      parent.waitFor();
      return children;
    } finally {
      parent.destroyForcibly();
    }
  }

  private static long pid(String ready) {
    return Long.parseLong(ready.replace("ready: ", ""));
  }

  private static void assertEnded(long pid) {
    await()
        .atMost(LIMIT)
        .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }
}
