package dcm.stack.service;

import dcm.stack.machine.Http;
import java.util.Optional;

/**
 * The progress of views that are built, from the health of projection-service.
 *
 * @param url of projection-service
 */
record ViewsProgress(String url) {
    /** The progress as a sentence; empty if the views are complete or the service does not answer. */
    Optional<String> latest() {
        return Http.json(url + "/q/health").stream()
                .flatMap(health -> health.findValuesAsText("building").stream())
                .findFirst()
                .map(records -> "reads the log: " + records);
    }
}
