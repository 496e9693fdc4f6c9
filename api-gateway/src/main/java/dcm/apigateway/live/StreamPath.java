package dcm.apigateway.live;

import java.util.regex.Pattern;

/** The paths that a browser may open as a channel. */
final class StreamPath {
    private static final String QUERY = "(\\?[A-Za-z0-9=&._~%:,+-]*)?";
    private static final Pattern CHANGES = Pattern.compile("/v1/changes" + QUERY);
    private static final Pattern OTHERS =
            Pattern.compile("/v1/(containers/[A-Za-z0-9._~-]+/(logs|stats)|stats)" + QUERY);

    private StreamPath() {}

    static boolean isPermitted(String path) {
        return isChanges(path) || OTHERS.matcher(path).matches() && !path.contains("/../") && !path.contains("/./");
    }

    /** Whether several channels can share one request. */
    static boolean isChanges(String path) {
        return CHANGES.matcher(path).matches();
    }
}
