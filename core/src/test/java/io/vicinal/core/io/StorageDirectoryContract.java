package io.vicinal.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What every {@link StorageDirectory} does; a subclass provides an empty one. */
abstract class StorageDirectoryContract {
  abstract StorageDirectory directory();

  @Test
  void readsBackWhatWasAppended() {
    try (AppendableFile file = directory().create("f")) {
      assertThat(file.write(text("hello "))).isEqualTo(6);
    }
    try (AppendableFile file = directory().append("f")) {
      assertThat(file.length()).isEqualTo(6);
      ByteBuffer direct = ByteBuffer.allocateDirect(5);
      direct.put(text("world")).flip();
      file.write(direct);
      file.sync();
      assertThat(file.length()).isEqualTo(11);
    }
    assertThat(directory().length("f")).isEqualTo(11);
    assertThat(content("f")).isEqualTo("hello world");
  }

  @Test
  void mapsAPartOfAFileReadOnlyAndLittleEndian() {
    write("f", "....\u0001\0\0\0rest");
    try (ReadableFile file = directory().open("f");
        MappedRegion region = file.map(4, 4)) {
      assertThat(region.buffer().order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
      assertThat(region.buffer().isReadOnly()).isTrue();
      assertThat(region.buffer().isDirect()).isTrue();
      assertThat(region.buffer().remaining()).isEqualTo(4);
      assertThat(region.buffer().getInt(0)).isEqualTo(1);
    }
  }

  @Test
  void reportsReadsBeyondTheEndAsDamage() {
    write("f", "12345");
    try (ReadableFile file = directory().open("f")) {
      assertThatThrownBy(() -> file.read(3, ByteBuffer.allocate(3)))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("offset 3");
      assertThatThrownBy(() -> file.map(0, 6)).isInstanceOf(DamagedFileException.class);
    }
  }

  @Test
  void cutsAFileAndAppendsAtTheCut() {
    write("f", "hello world");
    try (AppendableFile file = directory().append("f")) {
      file.truncate(5);
      file.write(text("!"));
    }
    assertThat(content("f")).isEqualTo("hello!");
  }

  @Test
  void replacesAWholeFileAndLeavesNoTemporaryFile() {
    directory().writeAtomically("f", text("old content"));
    directory().writeAtomically("f", text("new"));
    assertThat(content("f")).isEqualTo("new");
    assertThat(directory().list()).containsExactly("f");
  }

  @Test
  void deletesWhatInterruptedWritesLeft() {
    write("a" + StorageDirectory.TEMPORARY_SUFFIX, "half");
    write("b", "whole");
    directory().deleteTemporaryFiles();
    assertThat(directory().list()).containsExactly("b");
  }

  @Test
  void listsFilesAndSubdirectoriesApartAndSorted() {
    write("b", "1");
    write("a", "2");
    write(directory().subdirectory("s"), "c", "3");
    assertThat(directory().list()).containsExactly("a", "b");
    assertThat(directory().subdirectories()).containsExactly("s");
    assertThat(directory().subdirectory("s").list()).containsExactly("c");
    directory().deleteSubdirectory("s");
    directory().deleteSubdirectory("s");
    assertThat(directory().subdirectories()).isEmpty();
  }

  @Test
  void deletesAFileOnceAndDoesNothingTheSecondTime() {
    write("f", "1");
    directory().delete("f");
    directory().delete("f");
    directory().sync();
    assertThat(directory().exists("f")).isFalse();
  }

  @Test
  void refusesToCreateAFileThatExists() {
    write("f", "1");
    assertThatThrownBy(() -> directory().create("f"))
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FAILURE));
    assertThat(content("f")).isEqualTo("1");
  }

  @Test
  void reportsAMissingFileAsDamageThatNamesIt() {
    assertThatThrownBy(() -> directory().open("absent"))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("absent");
    assertThatThrownBy(() -> directory().append("absent")).isInstanceOf(DamagedFileException.class);
    assertThatThrownBy(() -> directory().length("absent")).isInstanceOf(DamagedFileException.class);
    assertThat(directory().list()).isEmpty();
  }

  @Test
  void refusesNamesThatLeadElsewhere() {
    for (String name : new String[] {"", ".", "..", "../f", "a/b", "/etc", "a\0b", "x\\y", "ü"}) {
      assertThatThrownBy(() -> directory().create(name))
          .as("name '%s'", name)
          .isInstanceOfSatisfying(
              VicinalException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }
  }

  @Test
  void givesTheLockToOneHolderAtATime() {
    try (DirectoryLock held = directory().lock()) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> directory().lock())
          .isInstanceOfSatisfying(
              VicinalException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DIRECTORY_IN_USE))
          .hasMessageContaining(directory().location());
    }
    DirectoryLock again = directory().lock();
    again.close();
    again.close();
  }

  final void write(String file, String content) {
    write(directory(), file, content);
  }

  final String content(String file) {
    try (ReadableFile input = directory().open(file)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) input.length());
      input.read(0, bytes);
      return StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
    }
  }

  static void write(StorageDirectory directory, String file, String content) {
    try (AppendableFile output = directory.create(file)) {
      output.write(text(content));
    }
  }

  static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
