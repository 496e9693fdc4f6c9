package dcm.shell.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dcm.shell.api.CommandFailure;
import org.junit.jupiter.api.Test;

class DateTimeArgumentTest {
    @Test
    void dayIsReadAsItsEndAndShownAsTheDay() {
        String end = "2027-04-01T00:00:00Z";

        assertEquals(end, DateTimeArgument.end("2027-03-31"));
        assertEquals("2027-03-31", DateTimeArgument.shown(end));
    }

    @Test
    void timeIsReadAndShownInUtc() {
        assertEquals("2027-03-31T22:00:01Z", DateTimeArgument.end("2027-03-31T22:00:01Z"));
        assertEquals("2027-03-31T20:00:01Z", DateTimeArgument.end("2027-03-31T22:00:01+02:00"));
        assertEquals("2027-03-31T22:00:01Z", DateTimeArgument.shown("2027-03-31T22:00:01Z"));
        assertEquals("-", DateTimeArgument.shown("-"));
    }

    @Test
    void rejectionOfAnInvalidDateQuotesIt() {
        CommandFailure refused = assertThrows(CommandFailure.class, () -> DateTimeArgument.end("friday"));

        assertEquals(
                "'friday' is neither a day such as 2027-03-31 nor a time such as 2027-03-31T22:00:00Z.",
                refused.getMessage());
    }
}
