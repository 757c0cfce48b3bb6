package io.vicinal.core.io;

import static io.vicinal.testkit.Refusal.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileSystemDirectoryTest extends StorageDirectoryContract {
  private Path path;
  private FileSystemDirectory directory;

  @BeforeEach
  void open(@TempDir Path temporary) {
    path = temporary;
    directory = FileSystemDirectory.open(path.resolve("a").resolve("b"));
  }

  @Override
  StorageDirectory directory() {
    return directory;
  }

  @Test
  void recognisesADirectoryByItsRealPath() throws IOException {
    Path link = Files.createSymbolicLink(path.resolve("link"), path.resolve("a").resolve("b"));
    try (DirectoryLock held = directory.lock()) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> FileSystemDirectory.open(link).lock())
          .isInstanceOf(VicinalException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void namesTheProcessThatHoldsTheLock() throws IOException {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                directory.location())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(holder.getInputStream(), UTF_8))) {
      assertThat(output.readLine()).isEqualTo("locked");
      assertThatThrownBy(() -> directory.lock())
          .isInstanceOfSatisfying(
              VicinalException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DIRECTORY_IN_USE))
          .hasMessageContaining(directory.location())
          .hasMessageContaining("process " + holder.pid());
    } finally {
      holder.destroyForcibly().onExit().join();
    }
    // However the process died, the operating system gave the lock back.
    directory.lock().close();
  }

  @Test
  void writesAndReadsInAnInterruptedThread() {
    Thread.currentThread().interrupt();
    try (AppendableFile file = directory.create("f")) {
      file.write(text("hello"));
      file.sync();
      directory.sync();
      directory.writeAtomically("g", text("world"));
      try (ReadableFile input = directory.open("f");
          MappedRegion region = input.map(0, 5)) {
        input.read(0, ByteBuffer.allocate(5));
        assertThat(region.buffer().get(0)).isEqualTo((byte) 'h');
      }
      directory.lock().close();
      assertThat(Thread.interrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(content("f")).isEqualTo("hello");
    assertThat(content("g")).isEqualTo("world");
  }

  @Test
  void namesOperationAndFileWhenTheSystemRefuses() throws IOException {
    Files.createDirectories(path.resolve("a").resolve("b").resolve("taken").resolve("x"));
    assertThatThrownBy(() -> directory.delete("taken"))
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FAILURE))
        .hasMessageContaining("cannot delete")
        .hasMessageContaining("taken");
  }

  /** The directory to be was called a damaged file. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void saysThatADirectoryCannotBeCreated() {
    assertRefused(
        ErrorCode.STORAGE_FAILURE,
        () -> FileSystemDirectory.open(Path.of("/proc/vicinal/data")),
        "cannot create directory /proc/vicinal/data: /proc/vicinal: the file system has no place");
  }

  /** Takes the lock, says so, and waits to be killed. */
  static final class LockHolder {
    private LockHolder() {}

    public static void main(String[] args) throws IOException {
      try (DirectoryLock held = FileSystemDirectory.open(Path.of(args[0])).lock()) {
        System.out.println(held == null ? "not locked" : "locked");
        System.out.flush();
        // Ends when the parent does, should it not kill this process.
        int end = System.in.read();
        System.out.println("released after " + end);
      }
    }
  }
}
