package dev.cosigner.transaction.ethereum;

import com.esaulpaugh.headlong.abi.TypeFactory;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.List;

/** The Java types that headlong wants for numbers and arrays. */
final class HeadlongValues {
  private HeadlongValues() {}

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
