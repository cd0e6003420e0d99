package dev.cosigner.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the modules of the runtime ship with, by their POMs: each other. */
class PomDependenciesTest {
  @Test
  void theRuntimeShipsWithNothingButItself() throws Exception {
    Map<String, Set<String>> shippedWith = new TreeMap<>();
    for (String module : Modules.RUNTIME) {
      shippedWith.put(module, dependencies(Modules.root().resolve(module).resolve("pom.xml")));
    }
    assertThat(shippedWith)
        .containsEntry("enclave-runtime/protocol", Set.of())
        .containsEntry("enclave-runtime/mpc", Set.of("dev.cosigner:protocol"))
        .containsEntry("enclave-runtime/transaction", Set.of("dev.cosigner:protocol"))
        .containsEntry(
            "enclave-runtime/cosigner",
            Set.of("dev.cosigner:mpc", "dev.cosigner:protocol", "dev.cosigner:transaction"))
        .containsEntry("enclave-runtime/simulated-nsm", Set.of("dev.cosigner:enclave"));
  }

  @Test
  void theBuilderAndTheHostUseTheProtocolAlone() throws Exception {
    assertThat(dependencies(Modules.root().resolve("eif-build/pom.xml")))
        .containsExactlyInAnyOrder(
            "dev.cosigner:protocol",
            "com.github.luben:zstd-jni",
            "org.tukaani:xz",
            "com.fasterxml.jackson.core:jackson-databind");
    assertThat(dependencies(Modules.root().resolve("cli/host/pom.xml")))
        .containsExactly("dev.cosigner:protocol");
  }

  private static Set<String> dependencies(Path pom) throws Exception {
    NodeList all =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(pom.toFile())
            .getElementsByTagName("dependency");
    Set<String> shipped = new TreeSet<>();
    for (int i = 0; i < all.getLength(); i++) {
      Element dependency = (Element) all.item(i);
      if (!"test".equals(text(dependency, "scope"))) {
        shipped.add(text(dependency, "groupId") + ":" + text(dependency, "artifactId"));
      }
    }
    return shipped;
  }

  private static String text(Element parent, String name) {
    NodeList found = parent.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }
}
