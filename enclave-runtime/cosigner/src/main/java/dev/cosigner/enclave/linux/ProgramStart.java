package dev.cosigner.enclave.linux;

import dev.cosigner.protocol.image.ProcessConfiguration;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * The end of this program: another one takes its process and its number, in a root and as a user of
 * its own ({@code execve(2)}).
 */
public final class ProgramStart {
  private static final int STANDARD_STREAMS = 3;
  private static final long SIG_SETMASK = 2;
  private static final long LAST_DESCRIPTOR = 0xffff_ffffL;
  private static final long CLOSE_RANGE_CLOEXEC = 4;

  /** What a message quotes of a path: it goes to a console. */
  private static final int LONGEST_QUOTE = 200;

  private final ProcessConfiguration process;

  /**
   * @param process what to start
   */
  public ProgramStart(ProcessConfiguration process) {
    this.process = process;
  }

  /**
   * Becomes the program, so returns only by failing: root directory, owner of the standard streams,
   * groups, group, user and working directory are set in this order, each by the calling thread,
   * which is the one that survives.
   *
   * @param root the directory that becomes the root, relative or absolute
   * @throws IOException if a step fails, naming it. This process is then of no more use than to
   *     tell so: it may have lost its root and its rights
   */
  public void run(String root) throws IOException {
    // All memory beforehand: between the steps nothing but system calls.
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rootPath = arena.allocateFrom(root);
      MemorySegment directory = arena.allocateFrom(process.workingDirectory());
      MemorySegment arguments = strings(arena, process.arguments());
      MemorySegment environment = strings(arena, process.environment());
      List<Integer> ids = process.supplementaryGroups();
      MemorySegment groups = arena.allocate(ValueLayout.JAVA_INT, Math.max(1, ids.size()));
      for (int i = 0; i < ids.size(); i++) {
        groups.setAtIndex(ValueLayout.JAVA_INT, i, ids.get(i));
      }
      MemorySegment noSignals = arena.allocate(Long.BYTES, Long.BYTES);

      step("make " + quote(root) + " its root", SystemCall.CHROOT, rootPath.address(), 0, 0);
      for (int stream = 0; stream < STANDARD_STREAMS; stream++) {
        // So that it can open them again, as /dev/stdout.
        step(
            "own standard stream " + stream,
            SystemCall.FCHOWN,
            stream,
            process.userId(),
            process.groupId());
      }
      step(
          "have " + ids.size() + " supplementary groups",
          SystemCall.SETGROUPS,
          ids.size(),
          groups.address(),
          0);
      step("have group " + process.groupId(), SystemCall.SETGID, process.groupId(), 0, 0);
      step("be user " + process.userId(), SystemCall.SETUID, process.userId(), 0, 0);
      step(
          "work in " + quote(process.workingDirectory()),
          SystemCall.CHDIR,
          directory.address(),
          0,
          0);
      // The virtual machine's threads block signals, and its files are not all closed by execve.
      SystemCall.RT_SIGPROCMASK.invoke(SIG_SETMASK, noSignals.address(), 0, Long.BYTES, 0);
      step(
          "inherit the standard streams alone",
          SystemCall.CLOSE_RANGE,
          STANDARD_STREAMS,
          LAST_DESCRIPTOR,
          CLOSE_RANGE_CLOEXEC);
      step(
          "run " + quote(process.arguments().getFirst()),
          SystemCall.EXECVE,
          arguments.get(ValueLayout.JAVA_LONG, 0),
          arguments.address(),
          environment.address());
    }
  }

  private static void step(String what, SystemCall call, long first, long second, long third)
      throws IOException {
    try {
      call.invoke(first, second, third);
    } catch (SystemCallException e) {
      throw new IOException("expected to " + what + ": " + e.getMessage(), e);
    }
  }

  /** As execve takes them: an array of addresses that a null ends. */
  private static MemorySegment strings(Arena arena, List<String> texts) {
    MemorySegment addresses = arena.allocate(ValueLayout.JAVA_LONG, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      long address = arena.allocateFrom(texts.get(i)).address();
      addresses.setAtIndex(ValueLayout.JAVA_LONG, i, address);
    }
    return addresses;
  }

  private static String quote(String path) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < Math.min(path.length(), LONGEST_QUOTE); i++) {
      char c = path.charAt(i);
      quoted.append(c >= ' ' && c <= '~' ? c : '?');
    }
    return quoted.append(path.length() > LONGEST_QUOTE ? "...\"" : "\"").toString();
  }
}
