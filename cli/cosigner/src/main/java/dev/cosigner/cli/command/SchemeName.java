package dev.cosigner.cli.command;

import dev.cosigner.protocol.wallet.Scheme;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads and completes the names of schemes. */
final class SchemeName implements ITypeConverter<Scheme>, Iterable<String> {
  @Override
  public Scheme convert(String name) {
    for (Scheme scheme : Scheme.values()) {
      if (scheme.label().equals(name)) {
        return scheme;
      }
    }
    throw new TypeConversionException("expected " + String.join(", ", this) + ", found " + name);
  }

  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(Scheme.values()).map(Scheme::label).iterator();
  }
}
