package dcm.worker.operation;

import dcm.contract.identity.ContainerId;
import dcm.contract.report.Observation;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.EngineException;
import org.jspecify.annotations.Nullable;

/** Inspects containers and converts the result to observations for reports. */
public final class ContainerObserver {
    private ContainerObserver() {}

    /** The current state of the container. */
    public static Observation now(Engine engine, ContainerId id) {
        return engine.find(id).map(ContainerObserver::of).orElse(Observation.ABSENT);
    }

    /** The current state of the container; null if the engine does not answer. */
    static @Nullable Observation nowIfPossible(Engine engine, ContainerId id) {
        try {
            return now(engine, id);
        } catch (EngineException e) {
            return null;
        }
    }

    /**
     * Converts an inspected container. The host key is not read: it is known since the creation, and the owner can
     * replace the file with anything of any size.
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

    /** The same with the host key, for a container that was just created. */
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
