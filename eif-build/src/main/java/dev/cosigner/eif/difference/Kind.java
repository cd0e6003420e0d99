package dev.cosigner.eif.difference;

/** The kinds of differences, the most telling ones first, and what to do about each. */
public enum Kind {
  BOUNDARY(
      "Bytes were moved from one section to the next. Nothing separates sections in a measurement,"
          + " so registers, CRC and signature may all be right: someone who held the file can have"
          + " done it. Do not launch the image whose sections do not end where your own build ends"
          + " them; find out who had the file."),
  CRC("The CRC of an image is wrong: copy it anew from where it was built."),
  KERNEL_VERSION(
      "The images have different kernels. Build both from the same kernel: of images of this"
          + " repository inputs.lock.json pins it, so compare the commits; with nitro-cli compare"
          + " the versions of the package that brings /usr/share/nitro_enclaves/blobs."),
  KERNEL_OPTION(
      "The kernels were configured differently: build both from the same configuration file."),
  KERNEL(
      "The kernels differ though they call themselves the same: another compiler, time or place of"
          + " the build. Use one built kernel for both rather than building it twice."),
  COMMAND_LINE(
      "The kernels' command lines differ: give both builds the same words in the same order."),
  SECTIONS("One image has more ramdisks than the other: give both builds the same files."),
  COMPRESSION(
      "The ramdisks hold the same archive, compressed by another version or level of the"
          + " compressor; gzip also keeps a time and a name, unless called with -n. Nothing that runs"
          + " is different, but the register is: compress both with the same tool, or take the"
          + " ramdisk of the approved image as it is."),
  FILE_MISSING(
      "A file is in one image alone: compare what went into both builds, by their provenance files"
          + " or the layers of the container image."),
  FILE_CONTENT(
      "A file has another content. Find the input that it comes from (the provenance files beside"
          + " the images name them by digest), and build both images from the same one."),
  FILE_REPACKED(
      "A jar or zip holds the same content, packed in another way: other times, another order,"
          + " another compression. Make its build reproducible (Maven: project.build.outputTimestamp)"
          + " or repack it, as 'cosigner build-eif' does."),
  FILE_ATTRIBUTE(
      "Files differ in owner, mode, time or links alone: normalise them before the archive is"
          + " written (tar or cpio with owner 0, one fixed time such as SOURCE_DATE_EPOCH)."),
  FILE_ORDER(
      "The ramdisks hold the same files in another order: sort them by name before the archive is"
          + " written; file systems list them in any order."),
  COMPRESSOR(
      "The ramdisks were also compressed by different means, so their registers would differ even"
          + " with the same files: use the same compressor, version and level."),
  ARCHIVE(
      "The archives differ outside of their files, in inode numbers, device numbers or padding:"
          + " write both with the same tool and options (cpio --reproducible)."),
  OPAQUE(
      "A ramdisk could not be looked into, so only its bytes were compared: see what is said of it."),
  SIGNATURE(
      "The images are not signed by the same certificate. PCR8 tells; PCR0, PCR1 and PCR2 do not"
          + " depend on it."),
  SIGNED_ANEW(
      "The images carry different signatures by the same certificate: an ECDSA signature differs"
          + " each time. Nothing is to be done."),
  HEADER(
      "The header differs in what nothing measures. Give the memory and the CPUs when you launch,"
          + " rather than relying on it."),
  METADATA(
      "The metadata differs. Nothing measures it: attestation, key policies and enclaves are the"
          + " same. Where files must be the same byte for byte, fix the time of the build and the"
          + " name (nitro-cli writes the real time; 'cosigner build-eif' does not)."),
  SECTION_ORDER("The sections lie in another order, which nothing measures.");

  private final String advice;

  Kind(String advice) {
    this.advice = advice;
  }

  /** What it means and what to do, in a few sentences. */
  public String advice() {
    return advice;
  }
}
