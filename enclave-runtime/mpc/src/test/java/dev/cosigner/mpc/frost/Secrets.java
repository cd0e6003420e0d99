package dev.cosigner.mpc.frost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.curve.SecretScalar;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * All secret scalars that can be reached from an object at one moment, but for those of the key
 * shares that sessions were given.
 */
final class Secrets {
  private final Set<SecretScalar> scalars = Collections.newSetFromMap(new IdentityHashMap<>());

  private Secrets() {}

  static Secrets of(Object root) {
    var secrets = new Secrets();
    secrets.walk(root, Collections.newSetFromMap(new IdentityHashMap<>()), false);
    return secrets;
  }

  static Secrets of(Iterable<?> roots) {
    var secrets = new Secrets();
    for (var root : roots) {
      secrets.walk(root, Collections.newSetFromMap(new IdentityHashMap<>()), true);
    }
    return secrets;
  }

  int count() {
    return scalars.size();
  }

  Secrets except(Secrets others) {
    scalars.removeAll(others.scalars);
    return this;
  }

  void assertWiped() {
    assertThat(scalars).allSatisfy(scalar -> assertThat(scalar).hasToString("SecretScalar[wiped]"));
  }

  private void walk(Object object, Set<Object> seen, boolean keyShares) {
    if (object == null || !seen.add(object)) {
      return;
    }
    switch (object) {
      case SecretScalar scalar -> scalars.add(scalar);
      case KeyShare share when !keyShares -> {}
      case Map<?, ?> map -> map.forEach((key, value) -> walk(value, seen, keyShares));
      case Iterable<?> elements -> elements.forEach(element -> walk(element, seen, keyShares));
      default -> walkFields(object, seen, keyShares);
    }
  }

  private void walkFields(Object object, Set<Object> seen, boolean keyShares) {
    for (var type = object.getClass();
        type != null && type.getName().startsWith("dev.cosigner");
        type = type.getSuperclass()) {
      for (var field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          try {
            field.setAccessible(true);
            walk(field.get(object), seen, keyShares);
          } catch (IllegalAccessException e) {
            throw new AssertionError(e);
          }
        }
      }
    }
  }
}
