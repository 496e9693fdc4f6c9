package dcm.command.rest;

import dcm.contract.identity.InvalidValueException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Prefer} header (RFC 7240). Supports {@code wait=SECONDS} and {@code until=launched}; ignores everything
 * else.
 *
 * @param untilLaunched whether to answer as soon as the engine has started the container
 */
record PreferHeader(Duration timeout, boolean untilLaunched) {
    private static final Pattern WAIT =
            Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?([^,;\"\\s]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNTIL_LAUNCHED =
            Pattern.compile("(?:^|[,;])\\s*until\\s*=\\s*\"?launched\"?\\s*(?:[,;]|$)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

    static final PreferHeader NONE = new PreferHeader(Duration.ZERO, false);

    /** Parses {@code header}; the wait is at most {@code longest}. */
    static PreferHeader parse(@Nullable String header, Duration longest) {
        Matcher matcher = WAIT.matcher(header == null ? "" : header);
        if (header == null || !matcher.find()) {
            return NONE;
        }
        if (!SECONDS.matcher(matcher.group(1)).matches()) {
            throw new InvalidValueException("Prefer: wait takes a whole number of seconds.");
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(matcher.group(1)));
        return new PreferHeader(
                asked.compareTo(longest) < 0 ? asked : longest,
                UNTIL_LAUNCHED.matcher(header).find());
    }

    boolean waits() {
        return !timeout.isZero();
    }
}
