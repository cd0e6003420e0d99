package dev.cosigner.eif.assembly;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the build says about itself: fixed values, the same for every build of one commit. */
final class BuildProperties {
  /** The version of this repository. */
  static final String VERSION = property("version");

  /** The instant that stands for the time of a build, RFC 3339: images do not tell the real one. */
  static final String TIMESTAMP = property("timestamp");

  private BuildProperties() {}

  private static String property(String name) {
    Properties properties = new Properties();
    try (InputStream in = BuildProperties.class.getResourceAsStream("build.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty(name);
  }
}
