package dev.cosigner.eif.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.eif.container.ContainerException.Reason;
import dev.cosigner.eif.container.ForgedTar.Header;
import dev.cosigner.eif.source.FileTree;
import dev.cosigner.eif.source.TreeEntry;
import dev.cosigner.eif.source.TreeEntry.Device;
import dev.cosigner.eif.source.TreeEntry.Directory;
import dev.cosigner.eif.source.TreeEntry.HardLink;
import dev.cosigner.eif.source.TreeEntry.Pipe;
import dev.cosigner.eif.source.TreeEntry.RegularFile;
import dev.cosigner.eif.source.TreeEntry.SymbolicLink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How layers make a tree, and the layers that make none. */
class LayerTreeTest {
  private static ForgedTar layer() {
    return new ForgedTar();
  }

  /** One line for each entry, such as {@code a/b 644 0:0 content}. */
  static List<String> lines(FileTree tree) throws IOException {
    List<String> lines = new ArrayList<>();
    for (TreeEntry entry : tree.entries()) {
      lines.add(
          entry.path()
              + switch (entry) {
                case Directory directory -> "/ " + directory.attributes();
                case RegularFile file ->
                    " "
                        + file.attributes()
                        + " "
                        + new String(file.content().open().readAllBytes(), StandardCharsets.UTF_8);
                case HardLink link -> " = " + link.target();
                case SymbolicLink link -> " -> " + link.target();
                case Device device -> " device " + device.major() + ":" + device.minor();
                case Pipe pipe -> " | " + pipe.attributes();
              });
    }
    return lines.stream()
        .map(line ->
            line.replaceAll("Attributes\\[mode=(\\d+), userId=(\\d+), groupId=(\\d+)]", "$1 $2:$3"))
        .toList();
  }

  private static List<String> apply(ForgedTar... layers) throws IOException {
    return lines(Layers.apply(Stream.of(layers).map(ForgedTar::end).toArray(byte[][]::new)));
  }

  @Test
  void laterLayersReplaceAndAdd() throws IOException {
    assertThat(
            apply(
                layer().directory("d").file("d/a", "1").file("d/b", "1").link("l", "d"),
                layer()
                    .entry(new Header("d/", '5', 0).mode(01700).owner(7, 8))
                    .file("d/a", "2")
                    .file("l", "no link any more")
                    .file("x/y/z", "")))
        .containsExactly(
            "d/ 960 7:8",
            "d/a 420 0:0 2",
            "d/b 420 0:0 1",
            "l 420 0:0 no link any more",
            "x/ 493 0:0",
            "x/y/ 493 0:0",
            "x/y/z 420 0:0 ");
  }

  @Test
  void setIdBitsDevicesAndPipesAreKept() throws IOException {
    assertThat(
            apply(
                layer()
                    .entry(new Header("su", '0', 0).mode(06755).owner(0, 5))
                    .entry(new Header("null", '3', 0).octal(329, 8, 1).octal(337, 8, 3))
                    .entry(new Header("p", '6', 0).mode(0600))))
        .containsExactly("null device 1:3", "p | 384 0:0", "su 3565 0:5 ");
  }

  @Test
  void whiteoutsHideLowerLayersAlone() throws IOException {
    ForgedTar base = layer().file("d/a", "1").file("d/b", "1").file("e/x", "1").file("f", "1");
    assertThat(
            apply(
                base,
                // Where they stand in the layer means nothing.
                layer()
                    .file("d/a", "2")
                    .file("d/.wh.a", "")
                    .file("d/.wh.absent", "")
                    .file("e/new", "2")
                    .file("e/.wh..wh..opq", "")
                    .file(".wh.f", "")
                    .file("no/.wh.directory", "")))
        .containsExactly(
            "d/ 493 0:0", "d/a 420 0:0 2", "d/b 420 0:0 1", "e/ 493 0:0", "e/new 420 0:0 2");
  }

  @Test
  void anOpaqueRootHidesAll() throws IOException {
    assertThat(apply(layer().file("a/b", "1"), layer().file("c", "2").file(".wh..wh..opq", "")))
        .containsExactly("c 420 0:0 2");
  }

  @Test
  void pathsLeadThroughLinksOfLowerLayersWithinTheRoot() throws IOException {
    ForgedTar base =
        layer()
            .directory("usr/lib")
            .link("lib", "usr/lib")
            .link("up", "../../../usr")
            .link("abs", "/up/lib")
            .link("usr/back", "..")
            .link("gone", "/not/there");
    assertThat(
            apply(
                base,
                layer()
                    .file("lib/a", "")
                    .file("up/b", "")
                    .file("abs/c", "")
                    .file("usr/back/d", "")
                    .file("gone/e", "")
                    .hardLink("f", "lib/a")))
        .contains(
            "usr/lib/a = f",
            "usr/b 420 0:0 ",
            "usr/lib/c 420 0:0 ",
            "d 420 0:0 ",
            "not/there/e 420 0:0 ",
            "lib -> usr/lib")
        .hasSize(15);
  }

  @Test
  void aDirectoryReplacesALinkWithWhatIsInIt() throws IOException {
    assertThat(
            apply(
                layer().file("etc/keep", "").link("d", "etc"),
                layer()
                    .directory("d")
                    .file("d/.wh..wh..opq", "")
                    .file("d/.wh.keep", "")
                    .file("d/x", "")))
        .containsExactly("d/ 493 0:0", "d/x 420 0:0 ", "etc/ 493 0:0", "etc/keep 420 0:0 ");
  }

  @Test
  void hardLinksShareAFileUntilOneIsReplaced() throws IOException {
    ForgedTar base =
        layer()
            .file("a", "1")
            .hardLink("b", "a")
            .hardLink("c", "b")
            .link("s", "a")
            .hardLink("t", "s");
    assertThat(apply(base)).containsExactly("a 420 0:0 1", "b = a", "c = a", "s -> a", "t -> a");
    assertThat(apply(base, layer().file("a", "2")))
        .containsExactly("a 420 0:0 2", "b 420 0:0 1", "c = b", "s -> a", "t -> a");
    assertThat(apply(base, layer().file(".wh.a", "").hardLink("d", "c")))
        .containsExactly("b 420 0:0 1", "c = b", "d = b", "s -> a", "t -> a");
  }

  private static Arguments hostile(String name, Reason reason, ForgedTar... layers) {
    return Arguments.of(name, reason, Stream.of(layers).map(ForgedTar::end).toArray(byte[][]::new));
  }

  static Stream<Arguments> hostileLayers() {
    ForgedTar many = layer();
    for (int i = 0; i <= Layers.LIMITS.maxEntries(); i++) {
      many.file("f" + i, "");
    }
    ForgedTar implied = layer();
    for (int i = 0; i <= Layers.LIMITS.maxEntries() / 100; i++) {
      implied.pax("path=" + (i + "/").repeat(101) + "x").file("x", "");
    }
    ForgedTar names = layer();
    for (int i = 0; i < 30; i++) {
      names.pax("path=" + "n".repeat(900) + i).file("x", "");
    }
    ForgedTar loop = layer().link("a", "b").link("b", "a");
    ForgedTar deep = layer().directory("d/".repeat(45)).link("l", "d/".repeat(45));
    ForgedTar big = layer();
    for (int i = 0; i < 3; i++) {
      big.file("f" + i, "x".repeat(400_000));
    }
    return Stream.of(
        hostile("file-twice", Reason.CONFLICT, layer().file("a", "1").file("a", "2")),
        hostile("file-then-directory", Reason.CONFLICT, layer().file("a", "").directory("a")),
        hostile("directory-then-file", Reason.CONFLICT, layer().directory("a").file("a", "")),
        hostile("file-over-what-holds-one", Reason.CONFLICT, layer().file("a/b", "").file("a", "")),
        hostile(
            "file-over-a-lower-directory-in-use",
            Reason.CONFLICT,
            layer().directory("a"),
            layer().file("a/b", "").file("a", "")),
        hostile(
            "directory-over-a-lower-link-in-use",
            Reason.CONFLICT,
            layer().link("a", "etc").directory("etc"),
            layer().file("a/b", "").directory("a")),
        hostile(
            "file-over-a-lower-file-linked-to",
            Reason.CONFLICT,
            layer().file("a", "1"),
            layer().hardLink("b", "a").file("a", "2")),
        hostile(
            "through-a-link-of-the-layer",
            Reason.THROUGH_LINK,
            layer().link("a", "/etc").file("a/shadow", "")),
        hostile(
            "whiteout-through-a-link",
            Reason.THROUGH_LINK,
            layer().file("etc/shadow", "").link("a", "/etc"),
            layer().file("a/.wh.shadow", "")),
        hostile(
            "opaque-through-a-link",
            Reason.THROUGH_LINK,
            layer().file("etc/shadow", "").link("a", "/etc"),
            layer().file("a/.wh..wh..opq", "")),
        hostile("link-loop", Reason.LINK_LOOP, loop, layer().file("a/x", "")),
        hostile(
            "through-a-file",
            Reason.NOT_A_DIRECTORY,
            layer().file("a", ""),
            layer().file("a/b", "")),
        hostile(
            "deep-through-a-link",
            Reason.TOO_DEEP,
            deep,
            layer().pax("path=l/" + "e/".repeat(90)).directory("x")),
        hostile("hard-link-to-nothing", Reason.HARD_LINK, layer().hardLink("a", "b")),
        hostile(
            "hard-link-to-a-later-file",
            Reason.HARD_LINK,
            layer().hardLink("a", "b").file("b", "")),
        hostile("hard-link-to-itself", Reason.HARD_LINK, layer().hardLink("a", "a")),
        hostile(
            "hard-link-to-a-directory",
            Reason.HARD_LINK,
            layer().directory("d").hardLink("a", "d")),
        hostile("hard-link-to-the-root", Reason.HARD_LINK, layer().hardLink("a", "./")),
        hostile(
            "hard-link-to-what-is-hidden",
            Reason.HARD_LINK,
            layer().file("a", ""),
            layer().hardLink("b", "a").file(".wh.a", "")),
        hostile("whiteout-of-nothing", Reason.WHITEOUT, layer().file(".wh.", "")),
        hostile("whiteout-of-dot", Reason.WHITEOUT, layer().file("d/.wh..", "")),
        hostile("whiteout-of-dot-dot", Reason.WHITEOUT, layer().file("d/.wh...", "")),
        hostile("whiteout-of-aufs", Reason.WHITEOUT, layer().file(".wh..wh.plnk", "")),
        hostile("whiteout-with-content", Reason.WHITEOUT, layer().file(".wh.a", "x")),
        hostile("whiteout-as-directory", Reason.WHITEOUT, layer().directory(".wh.a")),
        hostile("whiteout-as-link", Reason.WHITEOUT, layer().link(".wh.a", "b")),
        hostile("file-in-a-whiteout", Reason.WHITEOUT, layer().file(".wh.a/b", "")),
        hostile("whiteout-in-a-whiteout", Reason.WHITEOUT, layer().file(".wh.a/.wh.b", "")),
        hostile("too-many-entries", Reason.TOO_MANY_ENTRIES, many),
        hostile("too-many-directories-implied", Reason.TOO_MANY_ENTRIES, implied),
        hostile("names-too-long", Reason.NAMES_TOO_LONG, names),
        hostile("files-too-large", Reason.TOO_LARGE, big));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostileLayers")
  void eachIsRefusedForItsReason(String name, Reason reason, byte[][] layers) {
    ContainerException e =
        catchThrowableOfType(ContainerException.class, () -> Layers.apply(layers));
    assertThat(e).isNotNull();
    assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
  }
}
