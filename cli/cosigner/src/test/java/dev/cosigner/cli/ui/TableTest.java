package dev.cosigner.cli.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAligned() {
    Table table = Table.withHeadings("id", "state");
    table.row("enclave-1", "running");
    table.row("e2", "stopped\u0007");
    assertThat(table.toString())
        .isEqualTo(
            """
            ID         STATE
            enclave-1  running
            e2         stopped\\u{7}\
            """);
  }

  @Test
  void fieldsHaveNoHeadings() {
    Table table = Table.ofFields();
    table.row("PCR0", "00");
    assertThat(table.toString()).isEqualTo("PCR0  00");
    assertThatIllegalArgumentException().isThrownBy(() -> table.row("one"));
  }
}
