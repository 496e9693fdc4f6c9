package dcm.shell.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
    @ParameterizedTest
    @CsvSource({"0, 0s", "119, 119s", "120, 2min", "7199, 119min", "7200, 2h", "172799, 47h", "172800, 2d", "-5, 0s"})
    void durationsAreShownInTheLargestFittingUnit(long seconds, String expected) {
        assertThat(Times.of(Duration.ofSeconds(seconds))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1536, 1.5 KiB", "250107147, 239 MiB", "1073741824, 1.0 GiB"})
    void sizesAreShownInTheLargestFittingUnit(long bytes, String expected) {
        assertThat(Times.size(bytes)).isEqualTo(expected);
    }
}
