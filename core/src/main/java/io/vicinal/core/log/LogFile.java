package io.vicinal.core.log;

import io.vicinal.core.io.AppendableFile;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FileHeader;
import io.vicinal.core.io.FileKind;
import io.vicinal.core.io.ReadableFile;
import io.vicinal.core.io.StorageDirectory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The header of one file of a log.
 *
 * @param firstSequence the sequence number of the file's first record, and its name: that the file
 *     exists says that every record before this one is durable
 * @param epoch the opening of the log that wrote the file, counted from 1
 */
record LogFile(long firstSequence, int epoch) {
  /** Twenty digits, as many as 2^64 has: names sort like numbers. */
  private static final Pattern NAME = Pattern.compile("log-([0-9]{20})\\.wal");

  LogFile {
    if (firstSequence < 1 || epoch < 1) {
      throw new IllegalArgumentException(
          "sequences and epochs start at 1, found " + firstSequence + " and " + epoch);
    }
  }

  /** The names of the log files in a directory, oldest first. */
  static List<String> names(StorageDirectory directory) {
    return directory.list().stream().filter(name -> NAME.matcher(name).matches()).toList();
  }

  String name() {
    return name(firstSequence);
  }

  private static String name(long firstSequence) {
    return String.format(Locale.ROOT, "log-%020d.wal", firstSequence);
  }

  /**
   * Creates the file, with its header, and opens it to append records. The file has its name when
   * the header is durable and not before, so that no crash leaves a log file without a header.
   */
  AppendableFile create(StorageDirectory directory, UUID owner) {
    directory.writeAtomically(name(), encode(owner));
    return directory.append(name());
  }

  private ByteBuffer encode(UUID owner) {
    ByteBuffer header =
        ByteBuffer.allocate(LogDescriptor.FILE_HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    new FileHeader(FileKind.LOG, LogDescriptor.VERSIONS.newest(), owner).encode(header);
    header.putLong(LogDescriptor.FIRST_SEQUENCE_OFFSET, firstSequence);
    header.putInt(LogDescriptor.FILE_EPOCH_OFFSET, epoch);
    header.putInt(LogDescriptor.FILE_CHECKSUM_OFFSET, checksum(header));
    return header.rewind();
  }

  /** Reads and checks the header of a file. */
  static LogFile read(StorageDirectory directory, String name, UUID owner) {
    try (ReadableFile file = directory.open(name)) {
      int length = (int) Math.min(file.length(), LogDescriptor.FILE_HEADER_LENGTH);
      ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      file.read(0, header);
      return decode(file.location(), name, header.flip(), owner);
    }
  }

  private static LogFile decode(String location, String name, ByteBuffer header, UUID owner) {
    FileHeader.decode(location, header, FileKind.LOG, LogDescriptor.VERSIONS)
        .requireOwner(location, owner);
    if (header.limit() < LogDescriptor.FILE_HEADER_LENGTH) {
      throw new DamagedFileException(
          location,
          0,
          "a header of " + LogDescriptor.FILE_HEADER_LENGTH + " bytes",
          header.limit() + " bytes");
    }
    int expected = checksum(header);
    int found = header.getInt(LogDescriptor.FILE_CHECKSUM_OFFSET);
    if (expected != found) {
      throw new DamagedFileException(
          location,
          LogDescriptor.FILE_CHECKSUM_OFFSET,
          "CRC32C 0x" + HexFormat.of().toHexDigits(expected),
          "0x" + HexFormat.of().toHexDigits(found));
    }
    long firstSequence = header.getLong(LogDescriptor.FIRST_SEQUENCE_OFFSET);
    if (!name(firstSequence).equals(name)) {
      throw new DamagedFileException(
          location, LogDescriptor.FIRST_SEQUENCE_OFFSET, "the file " + name(firstSequence), name);
    }
    return new LogFile(firstSequence, header.getInt(LogDescriptor.FILE_EPOCH_OFFSET));
  }

  private static int checksum(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, LogDescriptor.FILE_CHECKSUM_OFFSET));
    return (int) crc.getValue();
  }
}
