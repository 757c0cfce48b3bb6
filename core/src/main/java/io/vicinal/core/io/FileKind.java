package io.vicinal.core.io;

import java.nio.charset.StandardCharsets;

/**
 * What a file of ours holds. The code is four ASCII letters, so that a hex dump says it.
 *
 * <p>Files in formats of others have no frame, because their readers (pyarrow, DuckDB, a text
 * editor) would not understand it: {@code rows.arrow}, {@code segment.json}, {@code
 * manifest-*.json}. Their length and CRC32C stand in the document that names them; see {@link
 * FileChecksum}.
 */
public enum FileKind {
  /** A piece of the write-ahead log. */
  LOG("WLOG"),
  /** The HNSW graph of one vector field of a sealed segment. */
  HNSW("HNSW"),
  /** The quantised vectors of one vector field of a sealed segment. */
  CODES("CODE"),
  /** The sparse vectors of one field of a sealed segment, by index. */
  POSTINGS("POST"),
  /** The rows of a sealed segment by primary key. */
  KEYS("KEYS"),
  /** The deleted rows of a sealed segment. */
  DELETES("DELS");

  private final String letters;
  private final int code;

  FileKind(String letters) {
    this.letters = letters;
    byte[] ascii = letters.getBytes(StandardCharsets.US_ASCII);
    this.code = ascii[0] | ascii[1] << 8 | ascii[2] << 16 | ascii[3] << 24;
  }

  /** The letters of the code as a little-endian integer, which is how the header holds them. */
  int code() {
    return code;
  }

  /** The four letters. */
  String letters() {
    return letters;
  }
}
