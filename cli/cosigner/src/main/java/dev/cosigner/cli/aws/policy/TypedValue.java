package dev.cosigner.cli.aws.policy;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/** Values of conditions that are more than text: numbers, dates, addresses. */
final class TypedValue {
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,30}(\\.[0-9]{1,30})?");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
  private static final Pattern V4 =
      Pattern.compile("[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]{2,39}");
  private static final Pattern PREFIX = Pattern.compile("[0-9]{1,3}");

  private TypedValue() {}

  /** Whether an operator can read a value of the policy; one that it cannot read never matches. */
  static boolean isReadable(ConditionOperator operator, String value) {
    return switch (operator.type()) {
      case NUMBER -> number(value).isPresent();
      case DATE -> date(value).isPresent();
      case ADDRESS -> range(value).isPresent();
      case BOOLEAN, PRESENCE -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
      case ARN -> value.equals("*") || value.split(":", 6).length == 6;
      case BINARY -> value.matches("[A-Za-z0-9+/]*={0,2}") && value.length() % 4 == 0;
      case STRING, STRING_ANY_CASE, PATTERN -> true;
    };
  }

  /** Whether a request's value stands to a policy's as the operator says, before negation. */
  static boolean compare(ConditionOperator operator, String value, String found) {
    return switch (operator.type()) {
      case NUMBER -> ordered(operator, number(found), number(value));
      case DATE -> ordered(operator, date(found), date(value));
      case ADDRESS -> within(found, value);
      default -> throw new IllegalArgumentException("no typed operator: " + operator);
    };
  }

  private static <T extends Comparable<? super T>> boolean ordered(
      ConditionOperator operator, Optional<T> found, Optional<T> value) {
    if (found.isEmpty() || value.isEmpty()) {
      return false;
    }
    int order = found.get().compareTo(value.get());
    return switch (operator) {
      case NUMERIC_LESS_THAN, DATE_LESS_THAN -> order < 0;
      case NUMERIC_LESS_THAN_EQUALS, DATE_LESS_THAN_EQUALS -> order <= 0;
      case NUMERIC_GREATER_THAN, DATE_GREATER_THAN -> order > 0;
      case NUMERIC_GREATER_THAN_EQUALS, DATE_GREATER_THAN_EQUALS -> order >= 0;
      default -> order == 0;
    };
  }

  static Optional<BigDecimal> number(String text) {
    return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  /** ISO 8601 as W3C narrows it, or seconds since 1970. */
  static Optional<Instant> date(String text) {
    try {
      if (SECONDS.matcher(text).matches()) {
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
      }
      if (text.length() == 10) {
        return Optional.of(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
      }
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean within(String found, String value) {
    Optional<byte[]> address = address(found);
    Optional<Range> range = range(value);
    return address.isPresent() && range.isPresent() && range.get().holds(address.get());
  }

  private static final class Range {
    private final byte[] network;
    private final int bits;

    Range(byte[] network, int bits) {
      this.network = network;
      this.bits = bits;
    }

    boolean holds(byte[] address) {
      if (address.length != network.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if (((address[bit / 8] ^ network[bit / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  private static Optional<Range> range(String text) {
    int slash = text.indexOf('/');
    Optional<byte[]> network = address(slash < 0 ? text : text.substring(0, slash));
    if (network.isEmpty()) {
      return Optional.empty();
    }
    int most = 8 * network.get().length;
    if (slash < 0) {
      return Optional.of(new Range(network.get(), most));
    }
    String prefix = text.substring(slash + 1);
    if (!PREFIX.matcher(prefix).matches() || Integer.parseInt(prefix) > most) {
      return Optional.empty();
    }
    return Optional.of(new Range(network.get(), Integer.parseInt(prefix)));
  }

  /** Digits alone reach the JDK's reader, so that no name is ever looked up. */
  private static Optional<byte[]> address(String text) {
    if (!V4.matcher(text).matches() && !(V6.matcher(text).matches() && text.indexOf(':') >= 0)) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text).getAddress());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
