package dev.cosigner.cli.command;

import dev.cosigner.cli.transaction.ByteForm;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads and completes the names of forms of bytes: hex, base64, base58, binary. */
final class ByteFormName implements ITypeConverter<ByteForm>, Iterable<String> {
  @Override
  public ByteForm convert(String name) {
    for (ByteForm form : ByteForm.values()) {
      if (form.id().equals(name)) {
        return form;
      }
    }
    throw new TypeConversionException("expected " + String.join(", ", this) + ", found " + name);
  }

  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(ByteForm.values()).map(ByteForm::id).iterator();
  }
}
