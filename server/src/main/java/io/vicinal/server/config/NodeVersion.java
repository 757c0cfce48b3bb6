package io.vicinal.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which release this is. */
public final class NodeVersion {
  private static final String RESOURCE = "version.properties";

  private NodeVersion() {}

  /** The version of the release, as in {@code 0.1.0}. */
  public static String current() {
    Properties properties = new Properties();
    try (InputStream in = NodeVersion.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the server's jar has no " + RESOURCE);
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
    String version = properties.getProperty("version");
    if (version == null) {
      throw new IllegalStateException(RESOURCE + " has no version");
    }
    return version;
  }
}
