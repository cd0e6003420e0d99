package dev.cosigner.cli.ui;

import io.nayuki.qrcodegen.QrCode;

/** QR codes (ISO/IEC 18004) for terminals: two rows of modules in each line of text. */
public final class QrText {
  private static final int QUIET_ZONE = 2;

  private QrText() {}

  /** The code of a text, with a quiet zone, in half blocks; light modules are drawn. */
  public static String of(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    StringBuilder drawn = new StringBuilder();
    for (int y = -QUIET_ZONE; y < code.size + QUIET_ZONE; y += 2) {
      drawn.append(drawn.isEmpty() ? "" : "\n");
      for (int x = -QUIET_ZONE; x < code.size + QUIET_ZONE; x++) {
        boolean upper = !code.getModule(x, y);
        boolean lower = !code.getModule(x, y + 1);
        drawn.append(upper ? (lower ? '\u2588' : '\u2580') : (lower ? '\u2584' : ' '));
      }
    }
    return drawn.toString();
  }
}
