package dcm.command.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.InvalidValueException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferHeaderTest {
    private static final Duration LONGEST = Duration.ofSeconds(120);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=5|5",
                "Wait = 5|5",
                "wait=\"5\"|5",
                "respond-async, wait=10|10",
                "respond-async;wait=10|10",
                "wait=10, handling=lenient|10",
                "wait=0|0",
                "wait=120|120",
            })
    void waitIsParsedInSeconds(String header, int seconds) {
        assertThat(PreferHeader.parse(header, LONGEST).timeout()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=121", "wait=999999"})
    void waitIsCappedAtTheMaximum(String header) {
        assertThat(PreferHeader.parse(header, LONGEST).timeout()).isEqualTo(LONGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "respond-async", "await=5", "x-wait=5"})
    void unknownPreferencesAreIgnored(String header) {
        assertThat(PreferHeader.parse(header, LONGEST).waits()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wait=5, until=launched",
                "until=launched, wait=5",
                "wait=5;Until = \"launched\"",
                "wait=5, until=launched, x"
            })
    void untilLaunchedIsParsed(String header) {
        assertThat(PreferHeader.parse(header, LONGEST).untilLaunched()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wait=5",
                "wait=5, until=done",
                "wait=5, x-until=launched",
                "wait=5, until=launchedx",
                "until=launched"
            })
    void otherHeadersDoNotSetUntilLaunched(String header) {
        assertThat(PreferHeader.parse(header, LONGEST).untilLaunched()).isFalse();
    }

    @Test
    void missingHeaderDoesNotWait() {
        assertThat(PreferHeader.parse(null, LONGEST).waits()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=", "wait=soon", "wait=-1", "wait=1.5", "wait=9999999"})
    void invalidWaitIsRejected(String header) {
        assertThatThrownBy(() -> PreferHeader.parse(header, LONGEST))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("Prefer: wait");
    }
}
