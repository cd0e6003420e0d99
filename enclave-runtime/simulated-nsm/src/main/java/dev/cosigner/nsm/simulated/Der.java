package dev.cosigner.nsm.simulated;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;

/**
 * Writes the few forms of DER (X.690) that a certificate needs. Each method returns a whole
 * tag-length-value.
 */
final class Der {
  static final byte[] TRUE = {1, 1, (byte) 0xff};

  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int UTF8_STRING = 0x0c;
  private static final int PRINTABLE_STRING = 0x13;
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int EXPLICIT = 0xa0;

  /** From this year on, RFC 5280 wants a year of four digits. */
  private static final int FIRST_GENERALIZED_YEAR = 2050;

  private Der() {}

  static byte[] sequence(byte[]... items) {
    return value(SEQUENCE, items);
  }

  static byte[] set(byte[] item) {
    return value(SET, item);
  }

  /** An integer whose bytes are in two's complement already, and minimal. */
  static byte[] integer(byte[] bytes) {
    return value(INTEGER, bytes);
  }

  static byte[] bitString(byte[] bytes) {
    return value(BIT_STRING, new byte[] {0}, bytes);
  }

  static byte[] octetString(byte[] bytes) {
    return value(OCTET_STRING, bytes);
  }

  /** An object identifier, its content in hexadecimal. */
  static byte[] objectIdentifier(String content) {
    return value(OBJECT_IDENTIFIER, HexFormat.of().parseHex(content));
  }

  static byte[] utf8String(String text) {
    return value(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] printableString(String text) {
    return value(PRINTABLE_STRING, text.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] explicit(int number, byte[] item) {
    return value(EXPLICIT | number, item);
  }

  /** UTCTime or GeneralizedTime, as RFC 5280, section 4.1.2.5 wants it. */
  static byte[] time(long millis) {
    LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    boolean generalized = time.getYear() >= FIRST_GENERALIZED_YEAR;
    StringBuilder text = new StringBuilder();
    if (generalized) {
      text.append(time.getYear());
    } else {
      twoDigits(text, time.getYear() % 100);
    }
    twoDigits(text, time.getMonthValue());
    twoDigits(text, time.getDayOfMonth());
    twoDigits(text, time.getHour());
    twoDigits(text, time.getMinute());
    twoDigits(text, time.getSecond());
    text.append('Z');
    return value(
        generalized ? GENERALIZED_TIME : UTC_TIME,
        text.toString().getBytes(StandardCharsets.US_ASCII));
  }

  private static void twoDigits(StringBuilder text, int number) {
    text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  private static byte[] value(int tag, byte[]... contents) {
    int length = 0;
    for (byte[] content : contents) {
      length += content.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 4);
    out.write(tag);
    if (length > 0xff) {
      out.write(0x82);
      out.write(length >> 8);
    } else if (length > 0x7f) {
      out.write(0x81);
    }
    out.write(length & 0xff);
    for (byte[] content : contents) {
      out.writeBytes(content);
    }
    return out.toByteArray();
  }
}
