package dev.cosigner.transaction.policy;

import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.AssetList;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.policy.PolicyException.Reason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The one encoding of a policy: CBOR arrays of a fixed number of fields, amounts as unsigned
 * big-endian bytes without leading zeros, sets and rules sorted, absent parts null.
 *
 * <pre>
 * policy    [1, name, [[asset, symbol, decimals]...], [[list, [address...]]...],
 *            [[table, [address...]]...], [[contract, [signature...]]...], [rule...]]
 * rule      [0, name, scope, window, unlimited, depth, lifetime]           permit
 *           [1, name, asset, maximum, rate]                                fee
 *           [2, name, scope]                                               denial
 *           [3, name, scope, asset, per transaction, [amount, seconds, sharing]]
 *           [4, name, scope, count, seconds, sharing]
 *           [5, name, scope, [asset, amount, seconds], count, group]       approval
 * scope     [[kind...], [chain...], [asset...], [list...], [method...], [wallet...]]
 * window    [days, from, until, not before, not after]
 * rate      [amount, units, unit]
 * </pre>
 */
public final class PolicyCodec {
  /** Most bytes of an encoding: 256 KiB. */
  public static final int MAX_BYTES = 256 * 1024;

  private static final int VERSION = 1;
  private static final int MAX_ITEMS = 32 * 1024;
  private static final int MAX_TEXT = 1024;
  private static final CborLimits LIMITS = CborLimits.of(MAX_BYTES, 6, MAX_ITEMS);

  private PolicyCodec() {}

  /** The one encoding. */
  public static byte[] encode(Policy policy) {
    ReferenceData references = policy.references();
    return CborValue.array(
            CborValue.of(VERSION),
            CborValue.of(policy.name()),
            array(
                references.assets().entries().stream()
                    .sorted(Comparator.comparing(entry -> entry.asset().toString()))
                    .toList(),
                entry ->
                    CborValue.array(
                        CborValue.of(entry.asset().toString()),
                        CborValue.of(entry.unit().symbol()),
                        CborValue.of(entry.unit().decimals()))),
            lists(policy.lists().lists()),
            lists(references.lookupTables()),
            lists(references.functions()),
            array(policy.rules(), PolicyCodec::rule))
        .encode();
  }

  /**
   * Reads {@link #encode}'s form, from anyone.
   *
   * @throws PolicyException for everything else
   */
  public static Policy decode(byte[] encoded) throws PolicyException {
    CborValue value;
    try {
      value = CborDecoder.decode(encoded, LIMITS);
    } catch (CborException e) {
      throw new PolicyException(Reason.INVALID_CBOR, e.getMessage());
    }
    Policy policy;
    try {
      policy = policy(value);
    } catch (CborException e) {
      throw new PolicyException(Reason.INVALID_FORM, e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new PolicyException(Reason.INVALID_VALUE, e.getMessage());
    }
    if (!Arrays.equals(encode(policy), encoded)) {
      throw new PolicyException(
          Reason.NOT_CANONICAL,
          "policy: expected its one encoding, with sorted sets, found another");
    }
    return policy;
  }

  private static CborValue rule(Rule rule) {
    return switch (rule) {
      case Rule.Permit permit ->
          CborValue.array(
              CborValue.of(0),
              CborValue.of(permit.name()),
              scope(permit.scope()),
              window(permit.when()),
              CborValue.of(permit.unlimited()),
              CborValue.of(permit.depth()),
              optional(permit.lifetime(), CborValue::of));
      case Rule.FeePermit fee ->
          CborValue.array(
              CborValue.of(1),
              CborValue.of(fee.name()),
              CborValue.of(fee.asset().toString()),
              amount(fee.maximum()),
              optional(fee.rate(), PolicyCodec::rate));
      case Rule.Denial denial ->
          CborValue.array(CborValue.of(2), CborValue.of(denial.name()), scope(denial.scope()));
      case Rule.AmountLimit limit ->
          CborValue.array(
              CborValue.of(3),
              CborValue.of(limit.name()),
              scope(limit.scope()),
              CborValue.of(limit.asset().toString()),
              optional(limit.perTransaction(), PolicyCodec::amount),
              optional(limit.rolling(), PolicyCodec::rolling));
      case Rule.CountLimit limit ->
          CborValue.array(
              CborValue.of(4),
              CborValue.of(limit.name()),
              scope(limit.scope()),
              CborValue.of(limit.count()),
              CborValue.of(limit.seconds()),
              CborValue.of(limit.of().id()));
      case Rule.ApprovalRule approval ->
          CborValue.array(
              CborValue.of(5),
              CborValue.of(approval.name()),
              scope(approval.scope()),
              optional(approval.above(), PolicyCodec::threshold),
              CborValue.of(approval.count()),
              optional(approval.group(), CborValue::of));
    };
  }

  private static CborValue scope(Scope scope) {
    return CborValue.array(
        sorted(scope.effects().stream().map(EffectKind::id).toList()),
        sorted(scope.chains()),
        sorted(scope.assets()),
        sorted(scope.to()),
        sorted(scope.methods()),
        sorted(scope.wallets()));
  }

  private static CborValue window(TimeWindow window) {
    return CborValue.array(
        CborValue.of(window.days()),
        CborValue.of(window.fromMinute()),
        CborValue.of(window.untilMinute()),
        optional(window.notBefore(), CborValue::of),
        optional(window.notAfter(), CborValue::of));
  }

  private static CborValue rate(Effect.Rate rate) {
    return CborValue.array(amount(rate.amount()), amount(rate.units()), CborValue.of(rate.unit()));
  }

  private static CborValue rolling(Rule.Rolling rolling) {
    return CborValue.array(
        amount(rolling.amount()), CborValue.of(rolling.seconds()), CborValue.of(rolling.of().id()));
  }

  private static CborValue threshold(Rule.Threshold threshold) {
    return CborValue.array(
        CborValue.of(threshold.asset().toString()),
        amount(threshold.amount()),
        CborValue.of(threshold.seconds()));
  }

  private static CborValue amount(BigInteger amount) {
    byte[] bytes = amount.toByteArray();
    return CborValue.of(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  private static CborValue lists(Map<String, ? extends Collection<String>> lists) {
    return array(
        new TreeMap<>(lists).entrySet(),
        entry ->
            CborValue.array(CborValue.of(entry.getKey()), array(entry.getValue(), CborValue::of)));
  }

  private static CborValue sorted(Collection<?> items) {
    return array(items.stream().map(Object::toString).sorted().toList(), CborValue::of);
  }

  private static <T> CborValue array(
      Collection<? extends T> items, Function<T, CborValue> encoding) {
    List<CborValue> values = new ArrayList<>(items.size());
    for (T item : items) {
      values.add(encoding.apply(item));
    }
    return CborValue.array(values);
  }

  private static <T> CborValue optional(Optional<T> item, Function<T, CborValue> encoding) {
    return item.map(encoding).orElse(CborNull.NULL);
  }

  private static Policy policy(CborValue value) throws CborException {
    List<CborValue> fields = value.asArrayOf("policy", 7);
    fields.get(0).asInteger("version of a policy", VERSION, VERSION);
    List<AssetList.Entry> assets = new ArrayList<>();
    for (CborValue item : fields.get(2).asArray("assets", 0, MAX_ITEMS)) {
      List<CborValue> asset = item.asArrayOf("asset", 3);
      assets.add(
          new AssetList.Entry(
              asset(asset.get(0)),
              new AssetList.Unit(
                  text(asset.get(1)), (int) asset.get(2).asInteger("decimals", 0, 255))));
    }
    List<Rule> rules = new ArrayList<>();
    for (CborValue item : fields.get(6).asArray("rules", 0, MAX_ITEMS)) {
      rules.add(readRule(item));
    }
    return new Policy(
        text(fields.get(1)),
        new ReferenceData(
            new AssetList(assets), readLists(fields.get(4)), readLists(fields.get(5))),
        new AddressLists(readLists(fields.get(3))),
        rules);
  }

  private static Rule readRule(CborValue value) throws CborException {
    List<CborValue> fields = value.asArray("rule", 3, 7);
    int kind = (int) fields.getFirst().asInteger("kind of a rule", 0, 5);
    fields = value.asArrayOf("rule", List.of(7, 5, 3, 6, 6, 6).get(kind));
    String name = text(fields.get(1));
    return switch (kind) {
      case 0 ->
          new Rule.Permit(
              name,
              readScope(fields.get(2)),
              readWindow(fields.get(3)),
              fields.get(4).asBoolean("unlimited"),
              (int) fields.get(5).asInteger("depth", 0, Rule.Permit.MAX_DEPTH),
              readOptional(fields.get(6), PolicyCodec::seconds));
      case 1 ->
          new Rule.FeePermit(
              name,
              asset(fields.get(2)),
              readAmount(fields.get(3)),
              readOptional(fields.get(4), PolicyCodec::readRate));
      case 2 -> new Rule.Denial(name, readScope(fields.get(2)));
      case 3 ->
          new Rule.AmountLimit(
              name,
              readScope(fields.get(2)),
              asset(fields.get(3)),
              readOptional(fields.get(4), PolicyCodec::readAmount),
              readOptional(fields.get(5), PolicyCodec::readRolling));
      case 4 ->
          new Rule.CountLimit(
              name,
              readScope(fields.get(2)),
              (int) fields.get(3).asInteger("count", 1, Integer.MAX_VALUE),
              seconds(fields.get(4)),
              sharing(fields.get(5)));
      default ->
          new Rule.ApprovalRule(
              name,
              readScope(fields.get(2)),
              readOptional(fields.get(3), PolicyCodec::readThreshold),
              (int) fields.get(4).asInteger("count", 1, Rule.ApprovalRule.MAX_COUNT),
              readOptional(fields.get(5), PolicyCodec::text));
    };
  }

  private static Scope readScope(CborValue value) throws CborException {
    List<CborValue> fields = value.asArrayOf("scope", 6);
    return new Scope(
        readSet(fields.get(0), item -> EffectKind.of(text(item))),
        readSet(fields.get(1), item -> Chain.parse(text(item))),
        readSet(fields.get(2), PolicyCodec::asset),
        readSet(fields.get(3), PolicyCodec::text),
        readSet(fields.get(4), PolicyCodec::text),
        readSet(fields.get(5), PolicyCodec::text));
  }

  private static TimeWindow readWindow(CborValue value) throws CborException {
    List<CborValue> fields = value.asArrayOf("window", 5);
    return new TimeWindow(
        (int) fields.get(0).asInteger("days", 1, TimeWindow.EVERY_DAY),
        (int) fields.get(1).asInteger("first minute", 0, TimeWindow.DAY),
        (int) fields.get(2).asInteger("last minute", 0, TimeWindow.DAY),
        readOptional(fields.get(3), PolicyCodec::seconds),
        readOptional(fields.get(4), PolicyCodec::seconds));
  }

  private static Effect.Rate readRate(CborValue value) throws CborException {
    List<CborValue> fields = value.asArrayOf("rate", 3);
    return new Effect.Rate(
        readAmount(fields.get(0)), readAmount(fields.get(1)), text(fields.get(2)));
  }

  private static Rule.Rolling readRolling(CborValue value) throws CborException {
    List<CborValue> fields = value.asArrayOf("rolling limit", 3);
    return new Rule.Rolling(
        readAmount(fields.get(0)), seconds(fields.get(1)), sharing(fields.get(2)));
  }

  private static Rule.Threshold readThreshold(CborValue value) throws CborException {
    List<CborValue> fields = value.asArrayOf("threshold", 3);
    return new Rule.Threshold(
        asset(fields.get(0)), readAmount(fields.get(1)), seconds(fields.get(2)));
  }

  private static Rule.Sharing sharing(CborValue value) throws CborException {
    return Rule.Sharing.of(text(value));
  }

  private static Asset asset(CborValue value) throws CborException {
    return Asset.parse(text(value));
  }

  private static BigInteger readAmount(CborValue value) throws CborException {
    return new BigInteger(1, value.asBytes("amount", 0, 32));
  }

  private static long seconds(CborValue value) throws CborException {
    return value.asInteger("seconds", 0, Long.MAX_VALUE);
  }

  private static String text(CborValue value) throws CborException {
    return value.asText("text of a policy", MAX_TEXT);
  }

  private static Map<String, List<String>> readLists(CborValue value) throws CborException {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    for (CborValue item : value.asArray("lists", 0, MAX_ITEMS)) {
      List<CborValue> fields = item.asArrayOf("list", 2);
      List<String> texts = new ArrayList<>();
      for (CborValue text : fields.get(1).asArray("items of a list", 0, MAX_ITEMS)) {
        texts.add(text(text));
      }
      lists.put(text(fields.get(0)), texts);
    }
    return lists;
  }

  private static <T> Set<T> readSet(CborValue value, Reading<T> reading) throws CborException {
    Set<T> set = new HashSet<>();
    for (CborValue item : value.asArray("set", 0, MAX_ITEMS)) {
      set.add(reading.of(item));
    }
    return set;
  }

  private static <T> Optional<T> readOptional(CborValue value, Reading<T> reading)
      throws CborException {
    return value.isNull() ? Optional.empty() : Optional.of(reading.of(value));
  }

  private interface Reading<T> {
    T of(CborValue value) throws CborException;
  }
}
