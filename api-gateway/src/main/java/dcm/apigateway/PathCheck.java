package dcm.apigateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Rejects paths that two servers could interpret differently. The gateway chooses the service by the path and the
 * service parses the path again, so a difference could bypass the routing.
 */
final class PathCheck {
    /** Path parameters, backslashes, double escapes, and control characters. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[;\\\\%\\p{Cntrl}\\uFFFD]");

    static final String BROKEN_ESCAPE = "The URL is not well formed: an escape is '%' and two hexadecimal digits.";

    private PathCheck() {}

    /**
     * Decodes all escapes of {@code path} once.
     *
     * @throws IllegalArgumentException if an escape is malformed
     */
    static String decode(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /**
     * Why {@code path}, as received, is rejected; empty if it is accepted. The framework has already rejected malformed
     * escapes.
     */
    static Optional<String> complaint(String path) {
        String decoded = decode(path);
        if (!decoded.startsWith("/")) {
            return Optional.of("The path must begin with '/'.");
        }
        if (AMBIGUOUS.matcher(decoded).find()) {
            return Optional.of("The path contains a ';', '\\', '%' or an unprintable character, plain or encoded.");
        }
        if (decoded.contains("//") || List.of(decoded.split("/")).stream().anyMatch(PathCheck::climbs)) {
            return Optional.of("The path contains an empty, '.' or '..' segment, plain or encoded.");
        }
        return Optional.empty();
    }

    private static boolean climbs(String segment) {
        return segment.equals(".") || segment.equals("..");
    }
}
