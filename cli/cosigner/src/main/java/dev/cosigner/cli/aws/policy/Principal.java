package dev.cosigner.cli.aws.policy;

import java.util.Set;

/**
 * Whom a statement names (IAM User Guide, "AWS JSON policy elements: Principal"; KMS Developer
 * Guide, "Key policies in AWS KMS", which leaves AWS accounts, users, roles, sessions and
 * services).
 */
public sealed interface Principal {
  /** As the policy writes it. */
  String text();

  /**
   * How the principal takes in a caller.
   *
   * <p>An account takes in its root user, and all others of the account; in an Allow these still
   * need an IAM policy of their account (KMS Developer Guide, "Allows access to the AWS account and
   * enables IAM policies"). A role takes in all its sessions. Names of users and roles are unique
   * in an account whatever their path, and sessions do not show it: paths are not compared.
   */
  Reach takesIn(Caller caller);

  /** How a principal takes in a caller. */
  enum Reach {
    /** Not at all. */
    NOT,
    /** As one of its account. */
    AS_ACCOUNT,
    /** By itself. */
    ITSELF
  }

  /** {@code "*"}: everyone, of every account. */
  record Anyone() implements Principal {
    @Override
    public String text() {
      return "*";
    }

    @Override
    public Reach takesIn(Caller caller) {
      return Reach.ITSELF;
    }
  }

  /**
   * An account: {@code arn:aws:iam::111122223333:root} or {@code 111122223333}.
   *
   * @param account twelve digits
   * @param text as written
   */
  record Account(String account, String text) implements Principal {
    @Override
    public Reach takesIn(Caller caller) {
      if (!caller.account().equals(account)) {
        return Reach.NOT;
      }
      return caller.kind() == Caller.Kind.ROOT ? Reach.ITSELF : Reach.AS_ACCOUNT;
    }
  }

  /**
   * A user, role, role session or federated user.
   *
   * @param caller whom the ARN names
   * @param text as written
   */
  record Identity(Caller caller, String text) implements Principal {
    @Override
    public Reach takesIn(Caller other) {
      boolean same =
          caller.kind() == other.kind()
              && caller.partition().equals(other.partition())
              && caller.account().equals(other.account())
              && caller.name().equals(other.name())
              && (caller.session().isEmpty() || caller.session().equals(other.session()));
      return same ? Reach.ITSELF : Reach.NOT;
    }
  }

  /**
   * A service of AWS, such as {@code ec2.amazonaws.com}.
   *
   * @param text the service's name
   */
  record Service(String text) implements Principal {
    @Override
    public Reach takesIn(Caller caller) {
      return caller.kind() == Caller.Kind.SERVICE && caller.name().equals(text)
          ? Reach.ITSELF
          : Reach.NOT;
    }
  }

  /**
   * What stands for nobody who calls KMS: identity providers, canonical users, the unique id that
   * is left of a deleted user or role, and what is no principal at all.
   *
   * @param type {@code AWS}, {@code Federated}, {@code CanonicalUser}
   * @param text as written
   */
  record Nobody(String type, String text) implements Principal {
    @Override
    public Reach takesIn(Caller caller) {
      return Reach.NOT;
    }
  }

  /** The types of principals that the grammar knows. */
  Set<String> TYPES = Set.of("AWS", "Service", "Federated", "CanonicalUser");

  /** Reads one value of the Principal element. */
  static Principal of(String type, String text) {
    return switch (type) {
      case "AWS" -> {
        if (text.equals("*")) {
          yield new Anyone();
        }
        if (Arn.isAccount(text)) {
          yield new Account(text, text);
        }
        yield Caller.parse(text)
            .filter(caller -> text.startsWith("arn:") && text.indexOf('*') < 0)
            .filter(caller -> text.indexOf('?') < 0)
            .<Principal>map(caller ->
                caller.kind() == Caller.Kind.ROOT
                    ? new Account(caller.account(), text)
                    : new Identity(caller, text))
            .orElse(new Nobody(type, text));
      }
      case "Service" -> new Service(text);
      default -> new Nobody(type, text);
    };
  }
}
