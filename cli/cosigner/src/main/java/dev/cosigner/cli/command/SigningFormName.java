package dev.cosigner.cli.command;

import dev.cosigner.cli.transaction.SigningForm;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads and completes the names of what is signed: transaction, message, typed-data, digest. */
final class SigningFormName implements ITypeConverter<SigningForm>, Iterable<String> {
  @Override
  public SigningForm convert(String name) {
    for (SigningForm form : SigningForm.values()) {
      if (form.id().equals(name)) {
        return form;
      }
    }
    throw new TypeConversionException("expected " + String.join(", ", this) + ", found " + name);
  }

  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(SigningForm.values()).map(SigningForm::id).iterator();
  }
}
