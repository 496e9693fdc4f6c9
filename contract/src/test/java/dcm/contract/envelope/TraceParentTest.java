package dcm.contract.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @ParameterizedTest
    @CsvSource({"00, false", "01, true", "02, false", "ff, true"})
    void partsAreRead(String flags, boolean sampled) {
        TraceParent parsed =
                TraceParent.parse("00-" + TRACE + "-" + SPAN + "-" + flags).orElseThrow();

        assertThat(parsed.traceId()).isEqualTo(TRACE);
        assertThat(parsed.spanId()).isEqualTo(SPAN);
        assertThat(parsed.isSampled()).isEqualTo(sampled);
    }

    @Test
    void contextOfASpanIsWrittenAsInTheStandard() {
        assertThat(TraceParent.of(TRACE, SPAN, true).value()).isEqualTo("00-" + TRACE + "-" + SPAN + "-01");
        assertThat(TraceParent.of(TRACE, SPAN, false).value()).isEqualTo("00-" + TRACE + "-" + SPAN + "-00");
    }

    @Test
    void newTraceIsNotRecorded() {
        assertThat(TraceParent.fresh().isSampled()).isFalse();
        assertThat(TraceParent.fresh().traceId())
                .isNotEqualTo(TraceParent.fresh().traceId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00-0-0-01", "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"})
    void otherTextIsNoContext(String text) {
        assertThat(TraceParent.parse(text)).isEmpty();
    }
}
