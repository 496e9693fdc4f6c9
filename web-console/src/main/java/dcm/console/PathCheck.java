package dcm.console;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds paths that two servers might read differently. Since the door chooses the service by the path, and the service
 * reads the path again, any such difference could lead a request past its owner.
 */
final class PathCheck {
    /** Path parameters, other systems' separators, escapes within escapes, and what does not print. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[;\\\\%\\p{Cntrl}\\uFFFD]");

    private PathCheck() {}

    /**
     * What is wrong with {@code path}, as it came over the wire; empty when nothing is. Its escapes are well formed: the
     * framework lets no other in.
     */
    static Optional<String> complaint(String path) {
        String decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        if (!decoded.startsWith("/")) {
            return Optional.of("The path does not begin with '/'.");
        }
        if (AMBIGUOUS.matcher(decoded).find()) {
            return Optional.of("The path holds a ';', '\\', '%' or an unprintable character, plain or encoded.");
        }
        if (decoded.contains("//") || List.of(decoded.split("/")).stream().anyMatch(PathCheck::climbs)) {
            return Optional.of("The path holds an empty, '.' or '..' segment, plain or encoded.");
        }
        return Optional.empty();
    }

    private static boolean climbs(String segment) {
        return segment.equals(".") || segment.equals("..");
    }
}
