package dcm.worker.operation;

import dcm.contract.identity.ContainerId;
import dcm.contract.report.ContainerStatus;
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
        return engine.find(id).map(found -> of(engine, found)).orElse(Observation.ABSENT);
    }

    /** The container as it is now, null when the engine does not answer. */
    static @Nullable Observation nowIfPossible(Engine engine, ContainerId id) {
        try {
            return now(engine, id);
        } catch (EngineException e) {
            return null;
        }
    }

    /** What was found, with the host key if it has one. */
    public static Observation of(Engine engine, EngineContainer found) {
        boolean running = found.status() == ContainerStatus.RUNNING;
        return new Observation(
                found.status(),
                found.ssh(),
                running ? engine.hostKey(found.id()).orElse(null) : null,
                found.startedAt(),
                found.exitCode(),
                found.outOfMemory());
    }
}
