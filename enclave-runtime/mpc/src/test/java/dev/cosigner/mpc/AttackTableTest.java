package dev.cosigner.mpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The table of attacks in docs/security.md names tests that exist: every row has one. */
class AttackTableTest {
  private static final Path TESTS = Path.of("src/test/java/dev/cosigner/mpc");
  private static final Path TABLE = Path.of("../../docs/security.md");
  private static final String HEADING = "### Attacks and their tests";
  private static final Pattern NAME = Pattern.compile("`([a-z0-9*]+)\\.([A-Za-z0-9*]+)#(\\w+)`");

  @Test
  void everyRowHasTests() throws Exception {
    var rows = rows();
    assertThat(rows).hasSizeGreaterThan(20);
    for (var row : rows) {
      var names = NAME.matcher(row).results().toList();
      assertThat(names).as(row).isNotEmpty();
      // Whatever is in code style in the second column is such a name.
      assertThat(row.substring(row.indexOf(" | ")).chars().filter(c -> c == '`').count())
          .as(row)
          .isEqualTo(2L * names.size());
      for (var name : names) {
        assertThat(tests(name.group(1), name.group(2), name.group(3)))
            .as(name.group())
            .isNotEmpty()
            .allMatch(AttackTableTest::isTest);
      }
    }
  }

  private static List<String> rows() throws IOException {
    var text = Files.readString(TABLE);
    var section = text.substring(text.indexOf(HEADING) + HEADING.length());
    return section
        .substring(0, section.indexOf("\n###"))
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| Attack |"))
        .toList();
  }

  private static List<Method> tests(String folder, String type, String method) throws Exception {
    try (Stream<Path> files = Files.walk(TESTS)) {
      return files
          .map(TESTS::relativize)
          .map(Path::toString)
          .filter(file ->
              file.matches(
                  (folder + "/" + type).replace("*", "\\w+Test").replace("\\w+Test/", "\\w+/")
                      + "\\.java"))
          .map(file -> "dev.cosigner.mpc." + file.replace(".java", "").replace('/', '.'))
          .map(AttackTableTest::load)
          .flatMap(found -> Stream.of(found.getDeclaredMethods()))
          .filter(found -> found.getName().equals(method))
          .toList();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, AttackTableTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isTest(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class);
  }
}
