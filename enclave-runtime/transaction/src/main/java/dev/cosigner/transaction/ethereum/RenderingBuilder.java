package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.AssetList;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gathers the lines and warnings of a rendering, and refuses more than one may have: what cannot be
 * shown whole is not signed.
 */
final class RenderingBuilder {
  private static final int MAX_LINES = 1000;
  private static final int MAX_WARNINGS = 200;
  private static final int MAX_TEXT = 8 * 1024;
  private static final int MAX_BYTES = Rendering.MAX_BYTES - 4 * 1024;
  private static final int BYTES_OF_A_LINE = 12;

  // As many digits as wallets show of an address that they shorten.
  private static final int SEEN_DIGITS = 4;

  private final AssetList assets;
  private final Map<String, EthereumAddress> byEnds = new HashMap<>();
  private final List<Rendering.Line> lines = new ArrayList<>();
  private final Set<String> warnings = new LinkedHashSet<>();
  private int bytes;

  RenderingBuilder(AssetList assets) {
    this.assets = assets;
  }

  void line(String label, String value, String unit) throws TransactionException {
    count(label.length() + utf8(value) + utf8(unit));
    if (value.length() > MAX_TEXT || lines.size() == MAX_LINES) {
      throw tooMuch();
    }
    lines.add(new Rendering.Line(label, value, unit));
  }

  /** An address, with a warning where another one that is shown begins and ends alike. */
  void line(String label, EthereumAddress address) throws TransactionException {
    line(label, address.toString(), "");
    EthereumAddress other = byEnds.putIfAbsent(ends(address), address);
    if (other != null && !other.equals(address)) {
      warn("Two addresses look alike and are not the same: " + other + " and " + address + ".");
    }
  }

  private static String ends(EthereumAddress address) {
    String text = address.lowerCase();
    return text.substring(0, 2 + SEEN_DIGITS) + text.substring(text.length() - SEEN_DIGITS);
  }

  /** An amount by the asset list, with a warning where the list does not name the asset. */
  void amount(String label, Asset asset, BigInteger amount) throws TransactionException {
    Rendering.Line line = assets.line(label, asset, amount);
    line(line.label(), line.value(), line.unit());
    if (assets.warning(asset).isPresent()) {
      warn(assets.warning(asset).get());
    }
  }

  /** The same warning is shown once. */
  void warn(String warning) throws TransactionException {
    if (warnings.add(warning)) {
      count(utf8(warning));
      if (warnings.size() > MAX_WARNINGS) {
        throw tooMuch();
      }
    }
  }

  Rendering build(String title, String network, EthereumAddress from) throws TransactionException {
    EthereumAddress other = byEnds.get(ends(from));
    if (other != null && !other.equals(from)) {
      warn("The address " + other + " looks like the wallet's and is another.");
    }
    return new Rendering(title, network, from.toString(), lines, List.copyOf(warnings));
  }

  private void count(int more) throws TransactionException {
    bytes += more + BYTES_OF_A_LINE;
    if (bytes > MAX_BYTES) {
      throw tooMuch();
    }
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static TransactionException tooMuch() {
    return new TransactionException(
        Reason.TOO_MUCH_TO_SHOW,
        "rendering",
        "at most %d lines and %d bytes, so that a person can judge it"
            .formatted(MAX_LINES, MAX_BYTES),
        "more",
        TransactionException.NO_OFFSET);
  }
}
