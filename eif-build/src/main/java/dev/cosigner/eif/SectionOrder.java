package dev.cosigner.eif;

import dev.cosigner.eif.EifException.Reason;
import java.util.EnumSet;
import java.util.Set;

/**
 * The rules for which sections an image has and in what order, held by its writer and its reader
 * alike: the kernel first, one command line before the ramdisks, one metadata section, at most one
 * signature, last. It is the order that AWS writes; another would leave open in which order the
 * registers cover the sections.
 */
final class SectionOrder {
  private final int count;
  private final Set<SectionType> seen = EnumSet.noneOf(SectionType.class);
  private int index;

  /**
   * @param count how many sections the image has
   */
  SectionOrder(int count) {
    this.count = count;
  }

  /** Takes the next section in file order, of the given size in bytes. */
  void next(SectionType type, long size) throws EifException {
    checkSize(type, size);
    if (!seen.add(type) && type != SectionType.RAMDISK) {
      throw new EifException(
          Reason.DUPLICATE_SECTION,
          "section %d: expected one %s, found a second".formatted(index, type));
    }
    boolean inOrder =
        switch (type) {
          case KERNEL -> index == 0;
          case COMMAND_LINE -> !seen.contains(SectionType.RAMDISK);
          case SIGNATURE -> index == count - 1;
          case RAMDISK, METADATA -> true;
        };
    if (!inOrder) {
      throw new EifException(
          Reason.SECTION_ORDER,
          ("expected the kernel first, the command line before the ramdisks and the signature last,"
                  + " found the %s as section %d")
              .formatted(type, index));
    }
    index++;
  }

  /** Checks, behind the last section, that none is missing. */
  void finish() throws EifException {
    require(SectionType.KERNEL, Reason.NO_KERNEL);
    require(SectionType.COMMAND_LINE, Reason.NO_COMMAND_LINE);
    require(SectionType.METADATA, Reason.NO_METADATA);
  }

  private void checkSize(SectionType type, long size) throws EifException {
    if (size < type.minSize()) {
      throw new EifException(
          Reason.EMPTY_SECTION,
          "section %d (%s): expected at least %d bytes, found %d"
              .formatted(index, type, type.minSize(), size));
    }
    if (size > type.maxSize()) {
      throw new EifException(
          Reason.SECTION_TOO_LARGE,
          "section %d (%s): expected at most %d bytes, found %d"
              .formatted(index, type, type.maxSize(), size));
    }
  }

  private void require(SectionType type, Reason reason) throws EifException {
    if (!seen.contains(type)) {
      throw new EifException(reason, "expected one %s, found none".formatted(type));
    }
  }
}
