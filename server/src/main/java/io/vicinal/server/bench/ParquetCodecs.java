package io.vicinal.server.bench;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * The decompression of Parquet pages without Hadoop's codecs, which want Hadoop's configuration and
 * all it depends on (decision 0051).
 */
final class ParquetCodecs implements CompressionCodecFactory {
  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("pages are only read here");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED -> new Pages((page, size) -> page);
      case SNAPPY -> new Pages((page, size) -> Snappy.uncompress(page));
      case GZIP -> new Pages((page, size) -> inflate(new GZIPInputStream(bytes(page)), size));
      case ZSTD -> new Pages((page, size) -> inflate(new ZstdInputStream(bytes(page)), size));
      default ->
          throw new IllegalArgumentException(
              "compression " + codec + "; expected SNAPPY, GZIP, ZSTD or none");
    };
  }

  @Override
  public void release() {}

  private static InputStream bytes(byte[] page) {
    return new ByteArrayInputStream(page);
  }

  private static byte[] inflate(InputStream compressed, int size) throws IOException {
    try (compressed) {
      return compressed.readNBytes(size);
    }
  }

  /** Decompresses one page. */
  @FunctionalInterface
  private interface Decompression {
    byte[] apply(byte[] page, int size) throws IOException;
  }

  private record Pages(Decompression decompression) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput page, int size) throws IOException {
      return BytesInput.from(decompressed(page.toInputStream().readAllBytes(), size));
    }

    @Override
    public void decompress(ByteBuffer input, int length, ByteBuffer output, int size)
        throws IOException {
      output.put(decompressed(bytesOf(input.slice(input.position(), length)), size));
      input.position(input.position() + length);
    }

    @Override
    public void release() {}

    private static byte[] bytesOf(ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    }

    private byte[] decompressed(byte[] page, int size) throws IOException {
      byte[] bytes = decompression.apply(page, size);
      if (bytes.length != size) {
        throw new IOException("a page of " + bytes.length + " bytes; expected " + size);
      }
      return bytes;
    }
  }
}
