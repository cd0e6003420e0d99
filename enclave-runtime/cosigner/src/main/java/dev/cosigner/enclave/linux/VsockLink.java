package dev.cosigner.enclave.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * AF_VSOCK sockets ({@code vsock(7)}). On AWS the parent is CID 3; emulators give it CID 2, the
 * host's. The one that answered is remembered.
 */
public final class VsockLink implements ParentLink {
  private static final int AF_VSOCK = 40;
  private static final long SOCK_STREAM = 1;
  private static final long SOCK_CLOEXEC = 0x80000;
  private static final int CID_ANY = -1;
  private static final int[] PARENT_CIDS = {3, 2};
  private static final int BACKLOG = 64;

  /** struct sockaddr_vm: u16 family, u16 reserved, u32 port, u32 cid, u8 flags, 3 zero bytes. */
  private static final int ADDRESS_SIZE = 16;

  private volatile int parent;

  @Override
  public Connection connect(int port) throws IOException {
    int known = parent;
    if (known != 0) {
      return connect(known, port);
    }
    IOException refusal = null;
    for (int cid : PARENT_CIDS) {
      try {
        Connection connection = connect(cid, port);
        parent = cid;
        return connection;
      } catch (SystemCallException e) {
        refusal = e;
      }
    }
    throw new IOException(
        "expected the parent to listen on vsock port "
            + port
            + " (CID 3 or 2): "
            + refusal.getMessage(),
        refusal);
  }

  private static Connection connect(int cid, int port) throws IOException {
    Descriptor socket = open();
    try (Arena arena = Arena.ofConfined()) {
      SystemCall.CONNECT.invoke(socket.number(), address(arena, cid, port).address(), ADDRESS_SIZE);
      return new VsockConnection(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public Listener listen(int port) throws IOException {
    Descriptor socket = open();
    try (Arena arena = Arena.ofConfined()) {
      SystemCall.BIND.invoke(
          socket.number(), address(arena, CID_ANY, port).address(), ADDRESS_SIZE);
      SystemCall.LISTEN.invoke(socket.number(), BACKLOG, 0);
      return new VsockListener(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static Descriptor open() throws SystemCallException {
    return new Descriptor(SystemCall.SOCKET.invoke(AF_VSOCK, SOCK_STREAM | SOCK_CLOEXEC, 0));
  }

  private static MemorySegment address(Arena arena, int cid, int port) {
    MemorySegment address = arena.allocate(ADDRESS_SIZE, ValueLayout.JAVA_INT.byteAlignment());
    address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_VSOCK);
    address.set(ValueLayout.JAVA_INT, 4, port);
    address.set(ValueLayout.JAVA_INT, 8, cid);
    return address;
  }
}
