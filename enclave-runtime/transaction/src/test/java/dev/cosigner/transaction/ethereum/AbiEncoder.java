package dev.cosigner.transaction.ethereum;

import com.esaulpaugh.headlong.abi.Address;
import com.esaulpaugh.headlong.abi.Function;
import com.esaulpaugh.headlong.abi.Tuple;
import dev.cosigner.transaction.Secp256k1;
import dev.cosigner.transaction.TransactionException;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.List;

/** Data of calls for tests, written by headlong. */
final class AbiEncoder {
  private AbiEncoder() {}

  /** Data of a call; addresses as texts, numbers as such, calls as bytes. */
  static byte[] call(String signature, Object... arguments) {
    FunctionSignature function = FunctionSignature.parse(signature);
    Tuple values = tuple(function.parameters(), List.of(arguments));
    return Function.parse(function.canonical()).encodeCall(values).array();
  }

  static byte[] call(KnownFunction function, Object... arguments) {
    Tuple values = tuple(function.signature().parameters(), List.of(arguments));
    return Function.parse(function.signature().canonical()).encodeCall(values).array();
  }

  /** The calls of a MultiSend: for each operation, address, value, data. */
  static byte[] packed(Object... fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 4) {
      out.write((int) fields[i]);
      out.writeBytes(Transactions.hex((String) fields[i + 1]));
      out.writeBytes(word((int) fields[i + 2]));
      byte[] data = (byte[]) fields[i + 3];
      out.writeBytes(word(data.length));
      out.writeBytes(data);
    }
    return out.toByteArray();
  }

  private static byte[] word(int value) {
    return Secp256k1.bytes32(BigInteger.valueOf(value));
  }

  private static Tuple tuple(AbiType.Tuple type, List<?> values) {
    Object[] elements = new Object[values.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = convert(type.parameters().get(i).type(), values.get(i));
    }
    return Tuple.from(elements);
  }

  private static Object convert(AbiType type, Object value) {
    return switch (type) {
      case AbiType.Uint uint -> HeadlongValues.number(number(value), uint.bits(), false);
      case AbiType.Int integer -> HeadlongValues.number(number(value), integer.bits(), true);
      case AbiType.Address _ -> Address.wrap(checksummed((String) value));
      case AbiType.Tuple tuple -> tuple(tuple, (List<?>) value);
      case AbiType.Array array ->
          HeadlongValues.array(
              array,
              ((List<?>) value)
                  .stream().map(element -> convert(array.element(), element)).toList());
      case AbiType.Bool _, AbiType.Bytes _, AbiType.FixedBytes _, AbiType.Text _ -> value;
    };
  }

  private static BigInteger number(Object value) {
    return value instanceof BigInteger big ? big : BigInteger.valueOf(((Number) value).longValue());
  }

  private static String checksummed(String address) {
    try {
      return EthereumAddress.parseLenientCase(address).toString();
    } catch (TransactionException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
