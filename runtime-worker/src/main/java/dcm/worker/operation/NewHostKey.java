package dcm.worker.operation;

import dcm.contract.identity.ContainerId;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.HostKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The host key that a container makes at its first start. It is looked at while sshd prepares to greet, which takes as long; but the
 * key may then still be one that the image brought along, and counts only if it says that it was made in this container.
 */
final class NewHostKey {
    private final Engine engine;
    private final ContainerId container;
    private @Nullable HostKey made;

    NewHostKey(Engine engine, ContainerId container) {
        this.engine = engine;
        this.container = container;
    }

    /** Looks whether it is there already. */
    void lookEarly() {
        try {
            if (made == null) {
                made = engine.hostKey(container)
                        .filter(key -> key.madeIn(container))
                        .orElse(null);
            }
        } catch (EngineException e) {
            // Asked again when sshd has greeted.
        }
    }

    /** Its fingerprint, once sshd has greeted; empty if the container has no host key. */
    Optional<String> fingerprint() {
        return Optional.ofNullable(made).or(() -> engine.hostKey(container)).map(HostKey::fingerprint);
    }
}
