package dcm.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class GrantCommandTest {
    @Test
    void aDayHoldsUntilItsEnd() {
        Instant end = LocalDateTime.of(2027, 4, 1, 0, 0)
                .atZone(ZoneId.systemDefault())
                .toInstant();

        assertEquals(end.toString(), GrantCommand.Add.time("2027-03-31"));
    }

    @Test
    void whatIsNoDayIsForTheServiceToJudge() {
        assertEquals("2027-03-31T22:00:00Z", GrantCommand.Add.time("2027-03-31T22:00:00Z"));
        assertEquals("friday", GrantCommand.Add.time("friday"));
    }
}
