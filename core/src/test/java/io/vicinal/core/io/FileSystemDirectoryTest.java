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
import java.util.List;
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
    Process holder = startHolder("write");
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
  void doesNotNameAProcessThatHeldTheLockBeforeAReader() throws IOException {
    directory.lock().close();
    Path home = Path.of(directory.location());
    for (String owner : List.of(Long.toString(ProcessHandle.current().pid()), "999999999", "")) {
      Files.writeString(home.resolve(DirectoryLock.FILE), owner);
      Process holder = startHolder("read");
      try (BufferedReader output =
          new BufferedReader(new InputStreamReader(holder.getInputStream(), UTF_8))) {
        assertThat(output.readLine()).isEqualTo("locked");
        assertThatThrownBy(() -> directory.lock())
            .isInstanceOfSatisfying(
                VicinalException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.DIRECTORY_IN_USE))
            .hasMessageContaining(home + " is being checked, or in use, by another process");
        // Readers in other processes do not mind each other.
        FileSystemDirectory.openReadOnly(home).lock().close();
      } finally {
        holder.destroyForcibly().onExit().join();
      }
    }
    directory.lock().close();
  }

  @Test
  void letsOneReaderOfAProcessHoldTheLock() {
    StorageDirectory reader = FileSystemDirectory.openReadOnly(Path.of(directory.location()));
    for (int i = 0; i < 2; i++) {
      DirectoryLock held = reader.lock();
      for (StorageDirectory each : List.of(reader, directory)) {
        assertThatThrownBy(each::lock)
            .isInstanceOf(VicinalException.class)
            .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
      }
      held.close();
      // The second time there is a file to lock.
      try (DirectoryLock owner = directory.lock()) {
        assertThat(owner).isNotNull();
        held.close();
        assertThatThrownBy(reader::lock).hasMessageContaining("in use by process");
      }
    }
  }

  private Process startHolder(String access) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx32m",
            "-cp",
            System.getProperty("java.class.path"),
            LockHolder.class.getName(),
            directory.location(),
            access)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
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
      Path path = Path.of(args[0]);
      StorageDirectory directory =
          args[1].equals("read")
              ? FileSystemDirectory.openReadOnly(path)
              : FileSystemDirectory.open(path);
      try (DirectoryLock held = directory.lock()) {
        System.out.println(held == null ? "not locked" : "locked");
        System.out.flush();
        // Ends when the parent does, should it not kill this process.
        int end = System.in.read();
        System.out.println("released after " + end);
      }
    }
  }
}
