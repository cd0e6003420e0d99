package dev.cosigner.transaction.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of BIP-174, BIP-370 and BIP-371: valid ones have one encoding, others none. */
class PsbtVectorsTest {
  record Vector(String standard, boolean valid, String title, String base64) {
    byte[] psbt() {
      return Base64.getDecoder().decode(base64);
    }

    @Override
    public String toString() {
      return standard + (valid ? ", valid: " : ", invalid: ") + title;
    }
  }

  static Stream<Vector> vectors() {
    return Stream.of("bip-174", "bip-370", "bip-371").flatMap(PsbtVectorsTest::vectors);
  }

  static Stream<Vector> vectors(String standard) {
    try (InputStream in = PsbtVectorsTest.class.getResourceAsStream(standard + ".txt")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
              .lines()
              .map(line -> line.split("\t"))
              .map(parts -> new Vector(standard, parts[0].equals("valid"), parts[1], parts[2]))
              .toList()
              .stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void acceptsTheValidAndRefusesTheOthers(Vector vector) throws Exception {
    if (vector.valid()) {
      assertThat(Psbt.read(vector.psbt()).encode()).isEqualTo(vector.psbt());
    } else {
      assertThat(catchThrowableOfType(TransactionException.class, () -> Psbt.read(vector.psbt())))
          .isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bip-174, 0, NOT_A_PSBT",
    "bip-174, 1, TRUNCATED",
    "bip-174, 2, INVALID_TRANSACTION",
    "bip-174, 3, MISSING_FIELD",
    "bip-174, 4, DUPLICATE_FIELD",
    "bip-174, 5, INVALID_FIELD",
    "bip-174, 16, INVALID_FIELD",
    "bip-370, 0, FORBIDDEN_FIELD",
    "bip-370, 12, FORBIDDEN_FIELD",
    "bip-370, 13, MISSING_FIELD",
    "bip-370, 18, MISSING_FIELD",
    "bip-370, 19, INVALID_FIELD",
    "bip-371, 0, INVALID_FIELD",
    "bip-371, 10, INVALID_FIELD"
  })
  void refusesForTheVectorsReason(String standard, int index, Reason reason) {
    List<Vector> invalid = vectors(standard).filter(vector -> !vector.valid()).toList();
    assertThat(
            catchThrowableOfType(
                    TransactionException.class, () -> Psbt.read(invalid.get(index).psbt()))
                .reason())
        .isEqualTo(reason);
  }

  /** BIP-370, "Determining Lock Time": fallback, then height and time of each of two inputs. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0, 0, 0",
    "17, 0, 0, 0, 0, 17",
    "17, 10000, 0, 0, 0, 10000",
    "17, 10000, 0, 9000, 0, 10000",
    "17, 10000, 0, 9000, 1657048460, 10000",
    "17, 10000, 1657048459, 9000, 1657048460, 10000",
    "17, 0, 1657048459, 10000, 1657048460, 1657048460",
    "17, 0, 1657048460, 0, 0, 1657048460"
  })
  void determinesTheLockTime(
      long fallback, long height1, long time1, long height2, long time2, long expected)
      throws Exception {
    assertThat(lockTime(fallback, height1, time1, height2, time2)).isEqualTo(expected);
  }

  @Test
  void refusesLockTimesThatContradictEachOther() {
    assertThat(
            catchThrowableOfType(
                    TransactionException.class, () -> lockTime(0, 10000, 0, 0, 1657048460))
                .reason())
        .isEqualTo(Reason.LOCK_TIME_CONFLICT);
  }

  private static long lockTime(long fallback, long height1, long time1, long height2, long time2)
      throws Exception {
    Keys keys = new Keys("lock time");
    PsbtBuilder builder = new PsbtBuilder(2, keys);
    builder.lockTime = fallback;
    lock(builder.spend(InputKind.P2TR, 10_000, 0, 0), height1, time1);
    lock(builder.spend(InputKind.P2TR, 20_000, 0, 1), height2, time2);
    builder.change(InputKind.P2TR, 9_000, 1, 0);
    return Psbt.read(builder.build()).unsigned().lockTime();
  }

  private static void lock(PsbtBuilder.In input, long height, long time) {
    if (height != 0) {
      input.map.put(0x12, PsbtBuilder.u32(height));
    }
    if (time != 0) {
      input.map.put(0x11, PsbtBuilder.u32(time));
    }
  }

  /** BIP-174's own example: the transaction that its last PSBT is extracted to. */
  @Test
  void extractsOnlyWhatIsFinal() throws Exception {
    Psbt open = Psbt.read(vectors("bip-174").findFirst().orElseThrow().psbt());
    assertThat(catchThrowableOfType(TransactionException.class, open::extract).reason())
        .isEqualTo(Reason.INCOMPLETE);
    ByteString script = ByteString.fromHex("51");
    RawTransaction done =
        open.finalized(List.of(script), List.of(List.of(ByteString.EMPTY))).extract();
    assertThat(done.inputs().getFirst().script()).isEqualTo(script);
    assertThat(done.witnesses()).containsExactly(List.of(ByteString.EMPTY));
    assertThat(done.id()).isNotEqualTo(open.unsigned().id());
  }
}
