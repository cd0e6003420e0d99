package dev.cosigner.cli.aws.policy;

import java.util.Locale;
import java.util.Set;

/**
 * The condition keys that requests to KMS can have (KMS Developer Guide, "AWS KMS condition keys";
 * IAM User Guide, "AWS global condition context keys").
 */
final class ConditionKeys {
  private static final Set<String> NAMES =
      Set.of(
          "kms:bypasspolicylockoutsafetycheck",
          "kms:calleraccount",
          "kms:customermasterkeyspec",
          "kms:customermasterkeyusage",
          "kms:datakeypairspec",
          "kms:encryptionalgorithm",
          "kms:encryptioncontextkeys",
          "kms:expirationmodel",
          "kms:grantconstrainttype",
          "kms:granteeprincipal",
          "kms:grantisforawsresource",
          "kms:grantoperations",
          "kms:keyagreementalgorithm",
          "kms:keyorigin",
          "kms:keyspec",
          "kms:keyusage",
          "kms:macalgorithm",
          "kms:messagetype",
          "kms:multiregion",
          "kms:multiregionkeytype",
          "kms:primaryregion",
          "kms:reencryptonsamekey",
          "kms:replicaregion",
          "kms:requestalias",
          "kms:resourcealiases",
          "kms:retiringprincipal",
          "kms:rotationperiodindays",
          "kms:schedulekeydeletionpendingwindowindays",
          "kms:signingalgorithm",
          "kms:validto",
          "kms:viaservice",
          "kms:wrappingalgorithm",
          "kms:wrappingkeyspec",
          "aws:assumedroot",
          "aws:calledvia",
          "aws:calledviafirst",
          "aws:calledvialast",
          "aws:chatbotsourcearn",
          "aws:currenttime",
          "aws:ec2instancesourceprivateipv4",
          "aws:ec2instancesourcevpc",
          "aws:epochtime",
          "aws:federatedprovider",
          "aws:multifactorauthage",
          "aws:multifactorauthpresent",
          "aws:principalaccount",
          "aws:principalarn",
          "aws:principalisawsservice",
          "aws:principalorgid",
          "aws:principalorgpaths",
          "aws:principalservicename",
          "aws:principalservicenameslist",
          "aws:principaltype",
          "aws:referer",
          "aws:requestedregion",
          "aws:resourceaccount",
          "aws:resourceorgid",
          "aws:resourceorgpaths",
          "aws:securetransport",
          "aws:sourceaccount",
          "aws:sourcearn",
          "aws:sourceidentity",
          "aws:sourceip",
          "aws:sourceorgid",
          "aws:sourceorgpaths",
          "aws:sourcevpc",
          "aws:sourcevpcarn",
          "aws:sourcevpce",
          "aws:tagkeys",
          "aws:tokenissuetime",
          "aws:useragent",
          "aws:userid",
          "aws:username",
          "aws:viaawsservice",
          "aws:vpceaccount",
          "aws:vpceorgid",
          "aws:vpceorgpaths",
          "aws:vpcsourceip");

  private static final Set<String> WITH_SEVERAL_VALUES =
      Set.of(
          "aws:calledvia",
          "aws:principalorgpaths",
          "aws:principalservicenameslist",
          "aws:resourceorgpaths",
          "aws:sourceorgpaths",
          "aws:tagkeys",
          "aws:vpceorgpaths",
          "kms:encryptioncontextkeys",
          "kms:grantoperations",
          "kms:resourcealiases");

  private ConditionKeys() {}

  /** Whether KMS or AWS has the key; keys of other owners are taken to exist. */
  static boolean isKnown(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    if (!name.startsWith("kms:") && !name.startsWith("aws:")) {
      return name.indexOf(':') > 0;
    }
    return NAMES.contains(name)
        || AttestationKeys.isOne(name)
        || isNitroTpm(name)
        || name.matches("kms:encryptioncontext:.+")
        || name.matches("aws:(principaltag|requesttag|resourcetag)/.+");
  }

  static boolean isNitroTpm(String key) {
    return key.toLowerCase(Locale.ROOT).matches("kms:recipientattestation:nitrotpmpcr[0-9]{1,2}");
  }

  static boolean hasSeveralValues(String key) {
    return WITH_SEVERAL_VALUES.contains(key.toLowerCase(Locale.ROOT));
  }
}
