package dev.cosigner.eif.container;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes tar archives, well-formed or not. */
final class ForgedTar {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A header whose every field can be another. */
  static final class Header {
    final byte[] block = new byte[512];

    Header(String name, char type, long size) {
      text(0, name);
      octal(100, 8, 0644);
      octal(108, 8, 0);
      octal(116, 8, 0);
      octal(124, 12, size);
      octal(136, 12, 0);
      block[156] = (byte) type;
      text(257, "ustar\00000");
    }

    Header text(int offset, String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      System.arraycopy(bytes, 0, block, offset, bytes.length);
      return this;
    }

    Header bytes(int offset, int... bytes) {
      for (int i = 0; i < bytes.length; i++) {
        block[offset + i] = (byte) bytes[i];
      }
      return this;
    }

    Header octal(int offset, int length, long value) {
      return text(offset, ("%0" + (length - 1) + "o\0").formatted(value));
    }

    Header mode(int mode) {
      return octal(100, 8, mode);
    }

    Header owner(int uid, int gid) {
      return octal(108, 8, uid).octal(116, 8, gid);
    }

    Header link(String target) {
      return text(157, target);
    }

    byte[] sealed() {
      Arrays.fill(block, 148, 156, (byte) ' ');
      int sum = 0;
      for (byte b : block) {
        sum += Byte.toUnsignedInt(b);
      }
      text(148, "%06o\0 ".formatted(sum));
      return block;
    }
  }

  ForgedTar raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  ForgedTar entry(Header header, byte[] content) {
    raw(header.sealed()).raw(content);
    return raw(new byte[-content.length & 511]);
  }

  ForgedTar entry(Header header) {
    return entry(header, new byte[0]);
  }

  ForgedTar file(String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return entry(new Header(name, '0', bytes.length), bytes);
  }

  ForgedTar program(String name, byte[] content) {
    return entry(new Header(name, '0', content.length).mode(0755), content);
  }

  ForgedTar program(String name, String content) {
    return program(name, content.getBytes(StandardCharsets.UTF_8));
  }

  ForgedTar directory(String name) {
    return entry(new Header(name, '5', 0).mode(0755));
  }

  ForgedTar link(String name, String target) {
    return entry(new Header(name, '2', 0).mode(0777).link(target));
  }

  ForgedTar hardLink(String name, String target) {
    return entry(new Header(name, '1', 0).link(target));
  }

  /** A PAX header with these records, each KEY=VALUE. */
  ForgedTar pax(String... records) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (String record : records) {
      int rest = record.getBytes(StandardCharsets.UTF_8).length + 2;
      int length = rest + 1;
      while (Integer.toString(length).length() + rest != length) {
        length++;
      }
      content.writeBytes((length + " " + record + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return special('x', content.toByteArray());
  }

  ForgedTar special(char type, byte[] content) {
    return entry(new Header("special", type, content.length), content);
  }

  byte[] unended() {
    return out.toByteArray();
  }

  byte[] end() {
    return raw(new byte[1024]).unended();
  }
}
