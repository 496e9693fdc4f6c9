package dcm.projection.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.view.ContainerViewState;
import dcm.projection.container.ContainerSort.By;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerSortTest {
    private static final String ID = "aaaa000000000001";

    @Test
    void minusMeansDescending() {
        assertThat(ContainerSort.parse("-name")).isEqualTo(new ContainerSort(By.NAME, true));
        assertThat(ContainerSort.parse("host")).isEqualTo(new ContainerSort(By.HOST, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "size", "NAME", "--name", "name,host"})
    void unknownSortIsRejected(String text) {
        assertThatThrownBy(() -> ContainerSort.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("sort: One of created, name, state, image, host, account");
    }

    @Test
    void cursorHasTheSortedValueOfTheRow() {
        ContainerRow row = new ContainerRow();
        row.id = ID;
        row.name = "web";
        row.state = ContainerViewState.RUNNING;
        row.createdAt = Instant.parse("2026-03-01T10:00:00.123456Z");

        assertThat(value("name", row)).isEqualTo("web");
        assertThat(value("state", row)).isEqualTo(ContainerViewState.RUNNING);
        assertThat(value("-created", row)).isEqualTo(row.createdAt);
    }

    private static Object value(String sort, ContainerRow row) {
        ContainerSort parsed = ContainerSort.parse(sort);
        return parsed.value(Cursor.parse(row.cursor(parsed).toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2026-02-30T10:00:00Z",
                "",
                "web",
                "+999999999-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z"
            })
    void cursorOfAnotherSortIsRejected(String value) {
        assertThatThrownBy(() -> ContainerSort.NEWEST.value(new Cursor(value, ID)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("cursor: ");
    }
}
