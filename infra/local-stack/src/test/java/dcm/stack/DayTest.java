package dcm.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class DayTest {
    @Test
    void aDayHoldsUntilItsEnd() {
        Instant end = LocalDateTime.of(2027, 4, 1, 0, 0)
                .atZone(ZoneId.systemDefault())
                .toInstant();

        assertEquals(end.toString(), Day.end("2027-03-31"));
    }

    @Test
    void whatIsNoDayIsForTheServiceToJudge() {
        assertEquals("2027-03-31T22:00:00Z", Day.end("2027-03-31T22:00:00Z"));
        assertEquals("friday", Day.end("friday"));
    }
}
