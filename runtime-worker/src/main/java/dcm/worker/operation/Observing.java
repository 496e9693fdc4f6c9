package dcm.worker.operation;

import dcm.contract.identity.ContainerId;
import dcm.contract.report.Observation;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.EngineException;
import org.jspecify.annotations.Nullable;

/** Looks at containers and says what is reported of them. */
public final class Observing {
    private Observing() {}

    /** The container as it is now. */
    public static Observation now(Engine engine, ContainerId id) {
        return engine.find(id).map(Observing::of).orElse(Observation.ABSENT);
    }

    /** The container as it is now, null when the engine does not answer. */
    static @Nullable Observation nowIfPossible(Engine engine, ContainerId id) {
        try {
            return now(engine, id);
        } catch (EngineException e) {
            return null;
        }
    }

    /**
     * What was found. The host key is not looked at: its owner can put anything in its place, of any size, and it is known since
     * the container was made.
     */
    public static Observation of(EngineContainer found) {
        return new Observation(
                found.status(),
                found.ssh(),
                found.ports(),
                null,
                found.startedAt(),
                found.exitCode(),
                found.outOfMemory());
    }

    /** The same with the host key, which a container that was just made has of its own making. */
    static Observation withHostKey(Observation seen, @Nullable String fingerprint) {
        return new Observation(
                seen.status(),
                seen.ssh(),
                seen.ports(),
                fingerprint,
                seen.startedAt(),
                seen.exitCode(),
                seen.outOfMemory());
    }
}
