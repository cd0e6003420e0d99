package dev.cosigner.cli.aws;

import java.net.URI;

/**
 * What an instance of Amazon Linux 2023 runs as root when it first boots: installs the Nitro CLI,
 * has the allocator reserve memory and processors for enclaves, and installs cosigner from an
 * archive whose digest is part of the script. No secret is in it: whoever may describe the instance
 * may read it.
 *
 * @param memoryMib memory for enclaves, MiB
 * @param cpus processors for enclaves
 * @param archive where the archive with cosigner is: {@code https:} or {@code s3:}, which the
 *     instance's profile must let it read
 * @param sha256 its SHA-256, 64 hexadecimal digits
 */
public record UserData(int memoryMib, int cpus, URI archive, String sha256) {
  private static final String ADDRESS = "(https|s3)://[A-Za-z0-9._~/%+=&?:@-]{1,1000}";

  /** Refuses what could be read as more than one word of the script. */
  public UserData {
    if (!archive.toString().matches(ADDRESS) || !sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("expected an address and a digest");
    }
  }

  /** Whether an address can be that of an archive. */
  public static boolean isAddress(String text) {
    return text.matches(ADDRESS);
  }

  /** The script. */
  public String script() {
    String fetch =
        archive.getScheme().equals("s3")
            ? "aws s3 cp '%s' \"$archive\" --only-show-errors".formatted(archive)
            : "curl --fail --silent --show-error --proto '=https' --location --output"
                + " \"$archive\" '%s'".formatted(archive);
    return """
    #!/bin/bash
    set -euo pipefail
    umask 022
    dnf install -y aws-nitro-enclaves-cli java-25-amazon-corretto-headless
    cat >/etc/nitro_enclaves/allocator.yaml <<'END'
    ---
    memory_mib: %d
    cpu_count: %d
    END
    usermod -aG ne ec2-user
    systemctl enable --now nitro-enclaves-allocator.service
    archive=$(mktemp)
    %s
    echo '%s  '"$archive" | sha256sum --check --strict --quiet
    mkdir -p /opt/cosigner
    tar --extract --gzip --no-same-owner --strip-components=1 --directory=/opt/cosigner \\
      --file="$archive"
    rm -f "$archive"
    ln -sf /opt/cosigner/cosigner /usr/local/bin/cosigner
    """
        .formatted(memoryMib, cpus, fetch, sha256);
  }
}
