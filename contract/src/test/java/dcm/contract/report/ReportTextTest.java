package dcm.contract.report;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.AccountReport.HomesArriving;
import dcm.contract.report.AccountReport.HomesRefused;
import dcm.contract.report.AccountReport.HomesUnreadable;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts of hosts in reports, which become parts of events and snapshots. */
class ReportTextTest {
    private static final HostName N1 = new HostName("n1");
    private static final IntentId MOVE = new IntentId("00000000-0000-0000-0000-000000000001");
    private static final String HOSTILE = "\u001b[2J" + "x".repeat(1 << 20);

    @ParameterizedTest
    @MethodSource
    void textsAreShortAndHaveNoControlCharacters(String text) {
        assertThat(text).hasSizeLessThan(3000).startsWith(" [2Jxxx").endsWith("…");
    }

    static Stream<String> textsAreShortAndHaveNoControlCharacters() {
        Finding finding = new Finding(HOSTILE, Finding.Level.OK, HOSTILE, HOSTILE);
        return Stream.of(
                new HomesUnreadable(N1, MOVE, HOSTILE).detail(),
                new HomesRefused(N1, MOVE, ErrorCode.MOVE_FAILED, HOSTILE).detail(),
                new HomesArriving(N1, MOVE, 0, HOSTILE).problem(),
                finding.check(),
                finding.detail(),
                finding.remedy());
    }
}
