package dev.cosigner.eif.inspection;

import dev.cosigner.eif.Sha256;
import dev.cosigner.eif.initramfs.ArchiveMember;
import dev.cosigner.eif.initramfs.InitramfsEntry;
import dev.cosigner.eif.initramfs.InitramfsReader;
import dev.cosigner.eif.initramfs.ListingLimits;
import dev.cosigner.eif.ramdisk.RamdiskException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A ramdisk and all that is in it.
 *
 * @param members its archives
 * @param files its entries, in order
 * @param refusal why it cannot be looked into; empty where it was
 * @param remaining of the limits, for the ramdisks after it
 */
public record InspectedRamdisk(
    List<ArchiveMember> members,
    List<InspectedFile> files,
    Optional<RamdiskException> refusal,
    ListingLimits remaining) {
  public InspectedRamdisk {
    members = List.copyOf(members);
    files = List.copyOf(files);
  }

  /** Looks into a ramdisk, as far as it can be read. */
  static InspectedRamdisk read(InputStream in, ListingLimits limits) throws IOException {
    List<InspectedFile> files = new ArrayList<>();
    InitramfsReader reader = new InitramfsReader(in, limits);
    try (reader) {
      for (Optional<InitramfsEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        InitramfsEntry entry = next.get();
        files.add(new InspectedFile(entry, entry.size() == 0 ? "" : digest(reader.content())));
      }
      return new InspectedRamdisk(reader.members(), files, Optional.empty(), reader.remaining());
    } catch (RamdiskException e) {
      return new InspectedRamdisk(List.of(), List.of(), Optional.of(e), reader.remaining());
    }
  }

  private static String digest(InputStream content) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    byte[] buffer = new byte[32 * 1024];
    for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
      digest.update(buffer, 0, count);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
