package dcm.apigateway;

import io.quarkus.logging.Log;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The OpenAPI document of the whole API, fetched from the services and cached briefly. */
@Singleton
class ApiDocument {
    private static final Duration KEPT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final BackendServices services;
    private volatile @Nullable Kept kept;

    ApiDocument(BackendServices services) {
        this.services = services;
    }

    /** The document as JSON. Never fails: it leaves out services that do not answer and says so. */
    Future<Buffer> current() {
        return kept().document().map(JsonObject::toBuffer);
    }

    /** The methods that the services together describe for a normalized path; empty if none is known. Never fails. */
    Future<Set<String>> methods(String path) {
        return kept().document().map(document -> ApiDescription.methods(document, path));
    }

    private Kept kept() {
        Kept last = kept;
        if (last != null && last.fresh()) {
            return last;
        }
        // Two concurrent requests may both query the services; that is harmless.
        var next = new Kept(compose(), System.nanoTime());
        kept = next;
        return next;
    }

    private Future<JsonObject> compose() {
        Map<BackendService, Future<Optional<JsonObject>>> answers = new EnumMap<>(BackendService.class);
        for (BackendService service : BackendService.OF_API) {
            answers.put(service, ask(service));
        }
        return Future.all(List.copyOf(answers.values())).map(all -> {
            var whole = new ApiDescription();
            answers.forEach((service, answer) -> answer.result()
                    .ifPresentOrElse(document -> whole.add(service, document), () -> whole.addMissing(service)));
            return whole.whole();
        });
    }

    private Future<Optional<JsonObject>> ask(BackendService service) {
        return services.get(service, "/openapi?format=json", TIMEOUT)
                .map(Buffer::toJsonObject)
                .map(Optional::of)
                .otherwise(failure -> {
                    Log.debugf(failure, "API description not available: service=%s", service.label());
                    return Optional.empty();
                });
    }

    private record Kept(Future<JsonObject> document, long since) {
        boolean fresh() {
            return System.nanoTime() - since < KEPT.toNanos();
        }
    }
}
