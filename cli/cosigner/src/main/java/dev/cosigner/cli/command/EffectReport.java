package dev.cosigner.cli.command;

import dev.cosigner.cli.ui.Table;
import dev.cosigner.transaction.AssetList;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.policy.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The effects of a transaction, for people and for scripts. */
final class EffectReport {
  private EffectReport() {}

  static List<Map<String, Object>> tree(List<Effect> effects) {
    List<Map<String, Object>> tree = new ArrayList<>();
    for (Effect effect : effects) {
      Subject subject = Subject.of(effect);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("effect", subject.kind().id());
      entry.put("chain", subject.chain().toString());
      subject.asset().ifPresent(asset -> entry.put("asset", asset.toString()));
      subject.amount().ifPresent(amount -> entry.put("amount", amount.toString()));
      entry.put("parties", subject.parties());
      entry.put("methods", subject.methods());
      tree.add(entry);
    }
    return tree;
  }

  static Table table(List<Effect> effects, AssetList assets) {
    Table table = Table.withHeadings("effect", "amount", "unit", "to", "method");
    for (Effect effect : effects) {
      Subject subject = Subject.of(effect);
      String amount = "-";
      String unit = subject.asset().map(Object::toString).orElse("-");
      if (subject.asset().isPresent() && subject.amount().isPresent()) {
        Rendering.Line line = assets.line("", subject.asset().get(), subject.amount().get());
        amount = line.value();
        unit = line.unit();
      }
      table.row(
          subject.kind().id(),
          amount,
          unit,
          subject.parties().isEmpty() ? "-" : String.join(", ", subject.parties()),
          subject.methods().isEmpty() ? "-" : subject.methods().getFirst());
    }
    return table;
  }
}
