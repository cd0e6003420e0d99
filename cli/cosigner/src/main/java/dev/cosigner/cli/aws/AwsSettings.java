package dev.cosigner.cli.aws;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Where the AWS SDK finds what calls need, without showing any of it but the Region. */
public final class AwsSettings {
  private AwsSettings() {}

  /** The SDK's default chain, with the profile that it comes to. */
  static AwsCredentialsProvider credentials(Optional<String> profile) {
    return DefaultCredentialsProvider.builder().profileName(profile.orElse(null)).build();
  }

  /** The places of the SDK's default chain, in its order (SDK for Java 2.x developer guide). */
  private static Map<String, Supplier<AwsCredentialsProvider>> places(Optional<String> profile) {
    Map<String, Supplier<AwsCredentialsProvider>> places = new LinkedHashMap<>();
    places.put("Java's system properties", SystemPropertyCredentialsProvider::create);
    places.put("the environment", EnvironmentVariableCredentialsProvider::create);
    places.put("a web identity token", WebIdentityTokenFileCredentialsProvider::create);
    places.put(
        profile.map(name -> "the profile " + name).orElse("a profile"),
        () -> ProfileCredentialsProvider.create(profile.orElse(null)));
    places.put("the container", ContainerCredentialsProvider::create);
    places.put("the instance's role", InstanceProfileCredentialsProvider::create);
    return places;
  }

  /**
   * Where credentials are found first, in words; none if nowhere. On an instance this asks its
   * metadata service, elsewhere it waits for it a few seconds.
   *
   * @param profile the AWS profile to use, if it is not the SDK's own choice
   */
  public static Optional<String> credentialsSource(Optional<String> profile) {
    for (Map.Entry<String, Supplier<AwsCredentialsProvider>> place : places(profile).entrySet()) {
      try {
        AwsCredentialsProvider provider = place.getValue().get();
        try {
          provider.resolveCredentials();
          return Optional.of(place.getKey());
        } finally {
          if (provider instanceof SdkAutoCloseable closeable) {
            closeable.close();
          }
        }
      } catch (SdkClientException | IllegalStateException e) {
        // The next place is looked at, as the SDK does.
      }
    }
    return Optional.empty();
  }

  /** The Region that the SDK would choose by itself, if there is one. */
  public static Optional<String> region() {
    try {
      return Optional.of(new DefaultAwsRegionProviderChain().getRegion()).map(Region::id);
    } catch (SdkClientException e) {
      return Optional.empty();
    }
  }
}
