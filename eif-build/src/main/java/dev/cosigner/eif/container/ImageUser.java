package dev.cosigner.eif.container;

import dev.cosigner.eif.container.ContainerException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The user that a process of an image runs as, in numbers.
 *
 * @param groups supplementary ones
 * @param home the user's directory; {@code /} where the image does not know the user
 */
record ImageUser(int uid, int gid, List<Integer> groups, String home) {
  private static final int MAX_GROUPS = 64;

  ImageUser {
    groups = List.copyOf(groups);
  }

  /** A line of {@code etc/passwd} (passwd(5)). */
  private record Account(String name, int uid, int gid, String home) {}

  /** A line of {@code etc/group} (group(5)). */
  private record Group(String name, int gid, List<String> members) {}

  /**
   * Resolves {@code USER} or {@code USER:GROUP}, each a name or a number, by the image's own files.
   * A user without a group has that of the account and all that list it; a number without an
   * account has group 0; a group that is named is the only one.
   *
   * @param text empty for root
   * @throws ContainerException if a name is not in the image, or a number is none of Linux
   */
  static ImageUser resolve(String text, RootPaths root) throws IOException {
    int colon = text.indexOf(':');
    String user = colon < 0 ? text : text.substring(0, colon);
    String group = colon < 0 ? "" : text.substring(colon + 1);
    Optional<Account> account = account(user.isEmpty() ? "0" : user, root);
    int uid =
        account.isPresent()
            ? account.get().uid()
            : number(user.isEmpty() ? "0" : user, "user", text);
    String home = account.map(Account::home).filter(path -> path.startsWith("/")).orElse("/");
    List<Group> groups = groups(root);
    if (!group.isEmpty()) {
      return new ImageUser(uid, groupId(group, groups, text), List.of(), home);
    }
    List<Integer> supplementary = new ArrayList<>();
    if (account.isPresent()) {
      for (Group other : groups) {
        if (other.members().contains(account.get().name())
            && !supplementary.contains(other.gid())) {
          supplementary.add(other.gid());
        }
      }
    }
    if (supplementary.size() > MAX_GROUPS) {
      throw new ContainerException(
          Reason.USER,
          "expected '%s' to be in at most %d groups, found %d"
              .formatted(Names.printable(text), MAX_GROUPS, supplementary.size()));
    }
    return new ImageUser(uid, account.map(Account::gid).orElse(0), supplementary, home);
  }

  /** By name before by number: a name may be made of digits. */
  private static Optional<Account> account(String user, RootPaths root) throws IOException {
    List<Account> accounts = new ArrayList<>();
    for (String line : root.lines("/etc/passwd")) {
      String[] fields = line.split(":", -1);
      if (fields.length >= 6 && isNumber(fields[2]) && isNumber(fields[3])) {
        accounts.add(
            new Account(
                fields[0], Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), fields[5]));
      }
    }
    return accounts.stream()
        .filter(account -> account.name().equals(user))
        .findFirst()
        .or(() ->
            accounts.stream()
                .filter(account -> isNumber(user) && account.uid() == Integer.parseInt(user))
                .findFirst());
  }

  private static List<Group> groups(RootPaths root) throws IOException {
    List<Group> groups = new ArrayList<>();
    for (String line : root.lines("/etc/group")) {
      String[] fields = line.split(":", -1);
      if (fields.length >= 4 && isNumber(fields[2])) {
        groups.add(
            new Group(fields[0], Integer.parseInt(fields[2]), List.of(fields[3].split(",", -1))));
      }
    }
    return groups;
  }

  private static int groupId(String group, List<Group> groups, String text)
      throws ContainerException {
    for (Group known : groups) {
      if (known.name().equals(group)) {
        return known.gid();
      }
    }
    return number(group, "group", text);
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,10}") && Long.parseLong(text) <= Integer.MAX_VALUE;
  }

  private static int number(String text, String what, String all) throws ContainerException {
    if (!isNumber(text)) {
      throw new ContainerException(
          Reason.USER,
          "USER '%s': expected a %s of the image, or a number of 0 to 2147483647, found '%s'"
              .formatted(Names.printable(all), what, Names.printable(text)));
    }
    return Integer.parseInt(text);
  }
}
