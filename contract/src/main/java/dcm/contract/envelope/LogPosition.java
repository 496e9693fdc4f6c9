package dcm.contract.envelope;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Printable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The position of a record in Kafka, written {@code dcm.intents-17@4711}: topic, partition, offset. */
public record LogPosition(String topic, int partition, long offset) {
    private static final Pattern TEXT = Pattern.compile("([a-z][a-z.]{0,60})-([0-9]{1,4})@([0-9]{1,18})");

    /**
     * Parses a position.
     *
     * @throws InvalidValueException if {@code text} is not a position
     */
    public static LogPosition parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new InvalidValueException("Not a record position: " + Printable.quoted(text)
                    + ". Use TOPIC-PARTITION@OFFSET, such as" + " dcm.intents-17@4711.");
        }
        return new LogPosition(parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)));
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
