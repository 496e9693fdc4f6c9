package dcm.stack.service;

import dcm.stack.machine.Http;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.regex.Pattern;

/** The requests that a service is answering, from its metrics. */
public final class ActiveRequests {
    private static final Pattern ACTIVE =
            Pattern.compile("^http_server_active_requests(?:\\{[^}]*})? ([0-9.]+)", Pattern.MULTILINE);

    private ActiveRequests() {}

    /** Whether the service answers no request, or does not run. */
    public static boolean none(String url) {
        try {
            String metrics = Http.send(Http.request(url + "/q/metrics")
                            .timeout(Duration.ofSeconds(2))
                            .build())
                    .body();
            return count(metrics) <= 1; // this one
        } catch (ConnectException doesNotRun) {
            return true;
        } catch (IOException isTooBusyToSay) {
            return false;
        }
    }

    /** The number in the text of the metrics; 0 if it is missing. */
    static long count(String metrics) {
        return ACTIVE.matcher(metrics)
                .results()
                .mapToLong(line -> (long) Double.parseDouble(line.group(1)))
                .sum();
    }
}
