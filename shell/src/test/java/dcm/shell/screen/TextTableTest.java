package dcm.shell.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private static final TextTable TABLE = new TextTable("NAME", "STATE", "SSH")
            .row("web", Tone.GOOD.of("running 5 min"), "ssh -p 31000 root@192.0.2.10")
            .row("世界", "stopped", "-");

    @Test
    void columnsFitTheirWidestCellWithoutTrailingBlanks() {
        assertThat(printed(TABLE, false, 200)).isEqualTo("""
                NAME  STATE          SSH
                web   running 5 min  ssh -p 31000 root@192.0.2.10
                世界  stopped        -
                """);
    }

    @Test
    void cellsAreWrappedBetweenWordsInANarrowTerminal() {
        assertThat(printed(TABLE, true, 40)).isEqualTo("""
                NAME  STATE          SSH
                web   running 5 min  ssh -p 31000
                                     root@192.0.2.10
                世界  stopped        -
                """);
    }

    @Test
    void rowsAreNotWrappedInAPipe() {
        assertThat(printed(TABLE, false, 10).lines()).hasSize(3);
    }

    @Test
    void controlSequencesAndLineBreaksInCellsAreRemoved() {
        assertThat(printed(new TextTable("A").row("x\u001b[2J\ny"), false, 80)).isEqualTo("A\nx y\n");
    }

    @Test
    void wordWiderThanItsColumnIsWrapped() {
        assertThat(printed(new TextTable("A", "B").row("x".repeat(100), "y"), true, 40)
                        .lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(40));
    }

    @Test
    void cellMarkedWholeStaysOnOneLineWhileOthersAreWrapped() {
        String command = "ssh -p 31000 root@192.0.2.10";
        TextTable table = new TextTable("NAME", "STATE", "SSH")
                .row("web", "stopped by an administrator", TextTable.whole(command));

        for (int width = 40; width < 90; width++) {
            assertThat(printed(table, true, width)).as("%d columns", width).contains(command);
        }
        assertThat(printed(table, true, 55).lines())
                .hasSizeGreaterThan(2)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(55));
        assertThat(printed(TextTable.ofFacts().row("SSH", TextTable.whole(command + command)), true, 40))
                .isEqualTo("SSH  " + command + command + "\n");
    }

    private static String printed(TextTable table, boolean terminal, int columns) {
        var out = new StringWriter();
        table.print(new Screen(new PrintWriter(out), new PrintWriter(out), terminal, false, () -> columns));
        return out.toString();
    }
}
