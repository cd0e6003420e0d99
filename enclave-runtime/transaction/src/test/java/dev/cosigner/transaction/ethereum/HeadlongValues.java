package dev.cosigner.transaction.ethereum;

import com.esaulpaugh.headlong.abi.Address;
import com.esaulpaugh.headlong.abi.Tuple;
import com.esaulpaugh.headlong.abi.TypeFactory;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.List;

/** The Java types that headlong wants for numbers and arrays. */
final class HeadlongValues {
  private HeadlongValues() {}

  /** The value in the Java types that headlong uses. */
  static Object of(AbiType type, AbiValue value) {
    return switch (type) {
      case AbiType.Uint uint -> number(((AbiValue.Numeric) value).value(), uint.bits(), false);
      case AbiType.Int integer -> number(((AbiValue.Numeric) value).value(), integer.bits(), true);
      case AbiType.Address _ -> Address.wrap(((AbiValue.Account) value).value().toString());
      case AbiType.Bool _ -> ((AbiValue.Truth) value).value();
      case AbiType.FixedBytes _, AbiType.Bytes _ -> ((AbiValue.Octets) value).value();
      case AbiType.Text _ -> ((AbiValue.Characters) value).value();
      case AbiType.Tuple tuple -> {
        Object[] elements = new Object[tuple.parameters().size()];
        for (int i = 0; i < elements.length; i++) {
          elements[i] =
              of(tuple.parameters().get(i).type(), ((AbiValue.Sequence) value).values().get(i));
        }
        yield Tuple.from(elements);
      }
      case AbiType.Array array ->
          array(
              array,
              ((AbiValue.Sequence) value)
                  .values().stream().map(element -> of(array.element(), element)).toList());
    };
  }

  static Object number(BigInteger value, int bits, boolean signed) {
    int needed = signed ? bits : bits + 1;
    if (needed <= 32) {
      return value.intValueExact();
    }
    return needed <= 64 ? (Object) value.longValueExact() : value;
  }

  /** An array of the component type that headlong has for the element. */
  static Object array(AbiType.Array type, List<Object> elements) {
    Class<?> component = TypeFactory.create(type.canonical()).clazz().getComponentType();
    Object array = Array.newInstance(component, elements.size());
    for (int i = 0; i < elements.size(); i++) {
      Array.set(array, i, elements.get(i));
    }
    return array;
  }
}
