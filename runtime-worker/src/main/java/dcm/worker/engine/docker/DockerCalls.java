package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import dcm.worker.engine.EngineException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls docker-java, and translates its exceptions to {@link EngineException}s. Except for {@link #once}, a call is
 * repeated once if the connection broke: a pooled connection is dead after an engine restart.
 */
final class DockerCalls {
    private static final int MOST_ATTEMPTS = 5;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

    private DockerCalls() {}

    /** Pauses a container. With cgroup v1, a busy kernel sometimes cannot freeze all of its processes at the first attempt. */
    static void pause(DockerClient docker, String container) {
        for (int attempt = 1; ; attempt++) {
            try {
                docker.pauseContainerCmd(container).exec();
                return;
            } catch (InternalServerErrorException e) {
                if (attempt == MOST_ATTEMPTS || !String.valueOf(e.getMessage()).contains("unable to freeze")) {
                    throw e;
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
    }

    /** The result of a call that can be repeated. */
    static <T> T call(Supplier<T> action) {
        try {
            return action.get();
        } catch (DockerException e) {
            throw DockerErrors.translate(e);
        } catch (RuntimeException broken) {
            return once(action);
        }
    }

    /** Makes a call that can be repeated. */
    static void run(Runnable action) {
        call(() -> {
            action.run();
            return "";
        });
    }

    /** Makes a call that can be repeated; the engine may be in the requested state already. */
    static void runUnlessDone(Runnable action) {
        run(() -> {
            try {
                action.run();
            } catch (NotModifiedException unchanged) {
                // already in the requested state
            }
        });
    }

    /** The result of a call that can be repeated; empty if the engine has no such object. */
    static <T> Optional<T> existing(Supplier<@Nullable T> action) {
        return call(() -> {
            try {
                return Optional.ofNullable(action.get());
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /** The result of a call that must not be repeated, because it takes long or has changed something. */
    static <T extends @Nullable Object> T once(Supplier<T> action) {
        try {
            return action.get();
        } catch (RuntimeException e) {
            throw DockerErrors.translate(e);
        }
    }
}
