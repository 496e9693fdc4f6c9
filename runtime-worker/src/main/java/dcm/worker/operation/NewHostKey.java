package dcm.worker.operation;

import dcm.contract.identity.ContainerId;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.HostKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the host key that a container generates at its first start. It reads the key while sshd starts, to save time.
 * At that moment the file may still contain the image's key, so an early key counts only if it was made in this
 * container.
 */
final class NewHostKey {
    private final Engine engine;
    private final ContainerId container;
    private @Nullable HostKey made;

    NewHostKey(Engine engine, ContainerId container) {
        this.engine = engine;
        this.container = container;
    }

    /** Reads the key if it exists already. */
    void lookEarly() {
        try {
            if (made == null) {
                made = engine.hostKey(container)
                        .filter(key -> key.isGeneratedIn(container))
                        .orElse(null);
            }
        } catch (EngineException e) {
            // Read again when sshd answers.
        }
    }

    /** The fingerprint, after sshd has answered; empty if the container has no host key. */
    Optional<String> fingerprint() {
        return Optional.ofNullable(made).or(() -> engine.hostKey(container)).map(HostKey::fingerprint);
    }
}
