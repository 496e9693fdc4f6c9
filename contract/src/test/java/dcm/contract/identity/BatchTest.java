package dcm.contract.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
    @Test
    void numberReplacesThePlaceholderOfThePattern() {
        Batch batch = new Batch(12, "node-{n}-a");

        assertThat(batch.name(1)).isEqualTo(new ContainerName("node-1-a"));
        assertThat(batch.name(12)).isEqualTo(new ContainerName("node-12-a"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 101, Integer.MAX_VALUE})
    void countOutsideOneTo100IsRejected(int count) {
        assertThatThrownBy(() -> new Batch(count, null))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("from 1 to 100; got " + count);
    }

    @ParameterizedTest
    @CsvSource({"node", "''", "{n}{n}", "{N}", "{n}", "Node-{n}", "node-{n}-", "'a b{n}'"})
    void patternWithoutOnePlaceholderOrWithInvalidNamesIsRejected(String pattern) {
        assertThatThrownBy(() -> new Batch(2, pattern)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void patternWhoseLongestNameIsTooLongIsRejected() {
        String longest = "a".repeat(62);

        assertThat(new Batch(9, longest + "{n}").name(9).value()).hasSize(63);
        assertThatThrownBy(() -> new Batch(10, longest + "{n}")).isInstanceOf(InvalidValueException.class);
    }
}
