package dev.cosigner.eif.container;

import dev.cosigner.eif.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** Makes images, well-formed or with one thing wrong, as folders and as archives. */
final class ForgedImage {
  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";
  static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  /** A program for x86_64, as far as it is looked at. */
  static final byte[] PROGRAM =
      HexFormat.of().parseHex("7f454c46020101" + "00".repeat(9) + "02003e00" + "00".repeat(44));

  private final Map<String, byte[]> files = new TreeMap<>();
  private final List<String> layers = new ArrayList<>();
  private final List<String> diffIds = new ArrayList<>();
  String config = "'Cmd':['/init']";
  String architecture = "amd64";
  String operatingSystem = "linux";

  /** An image that can be built: its layer holds a program, users and a link. */
  static ForgedImage good() {
    return new ForgedImage().gzip(goodLayer().end());
  }

  static ForgedTar goodLayer() {
    return new ForgedTar()
        .program("init", PROGRAM)
        .program("bin/tool", PROGRAM)
        .link("sbin", "bin")
        .directory("work")
        .file("etc/passwd", "root:x:0:0::/root:/bin/sh\nuser:x:1000:1001::/home/user:/bin/sh\n")
        .file("etc/group", "root:x:0:\nusers:x:1001:\naudio:x:29:user,root\nvideo:x:44:user\n");
  }

  static byte[] gzipped(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  static String descriptor(String type, byte[] blob) {
    return "{'mediaType':'%s','digest':'sha256:%s','size':%d}"
        .formatted(type, Sha256.hex(blob), blob.length);
  }

  ForgedImage gzip(byte[] tar) {
    return layer(LAYER, gzipped(tar), Sha256.hex(tar));
  }

  ForgedImage layer(String type, byte[] blob, String diffId) {
    layers.add(descriptor(type, blob));
    diffIds.add("'sha256:" + diffId + "'");
    blob(blob);
    return this;
  }

  ForgedImage config(String text) {
    config = text;
    return this;
  }

  ForgedImage file(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  ForgedImage without(String path) {
    files.remove(path);
    return this;
  }

  ForgedImage blob(byte[] content) {
    return file("blobs/sha256/" + Sha256.hex(content), content);
  }

  byte[] configuration() {
    return json(
        "{'architecture':'%s','os':'%s','config':{%s},'rootfs':{'type':'layers','diff_ids':[%s]}}"
            .formatted(architecture, operatingSystem, config, String.join(",", diffIds)));
  }

  byte[] manifest() {
    return json(
        "{'schemaVersion':2,'mediaType':'%s','config':%s,'layers':[%s]}"
            .formatted(MANIFEST, descriptor(CONFIG, configuration()), String.join(",", layers)));
  }

  static byte[] index(String... descriptors) {
    return json("{'schemaVersion':2,'manifests':[%s]}".formatted(String.join(",", descriptors)));
  }

  /** The files of its layout, with everything that is not yet there. */
  ForgedImage complete() {
    files.putIfAbsent("blobs/sha256/" + Sha256.hex(configuration()), configuration());
    files.putIfAbsent("blobs/sha256/" + Sha256.hex(manifest()), manifest());
    files.putIfAbsent("index.json", index(descriptor(MANIFEST, manifest())));
    files.putIfAbsent("oci-layout", json("{'imageLayoutVersion':'1.0.0'}"));
    return this;
  }

  Map<String, byte[]> files() {
    return files;
  }

  /** Writes its layout. */
  Path write(Path folder) throws IOException {
    complete();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return folder;
  }

  /** All of its layout in one archive, as {@code docker save} writes it. */
  byte[] archive() {
    complete();
    return archive(files);
  }

  static byte[] archive(Map<String, byte[]> files) {
    ForgedTar tar = new ForgedTar();
    files.forEach(
        (path, content) -> tar.entry(new ForgedTar.Header(path, '0', content.length), content));
    return tar.end();
  }

  /** The archive that older {@code docker save} wrote, with {@code manifest.json}. */
  byte[] dockerArchive(byte[]... tars) {
    byte[] configuration = configuration();
    Map<String, byte[]> archive = new TreeMap<>();
    String name = Sha256.hex(configuration) + ".json";
    archive.put(name, configuration);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < tars.length; i++) {
      names.add(i + "/layer.tar");
      archive.put(names.getLast(), tars[i]);
    }
    archive.put(
        "manifest.json",
        json(
            "[{'Config':'%s','RepoTags':['x:1'],'Layers':[%s]}]"
                .formatted(
                    name,
                    names.stream().map(n -> "'" + n + "'").collect(Collectors.joining(",")))));
    return archive(archive);
  }
}
