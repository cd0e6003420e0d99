package dev.cosigner.cli.violation;

import software.amazon.awssdk.regions.Region;

final class UsesTheAwsSdk {
  private final Region region = Region.EU_CENTRAL_1;

  @Override
  public String toString() {
    return region.id();
  }
}
